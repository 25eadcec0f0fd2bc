package dev.weft.examples.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/// The archive's own SQLite file.
final class ArchiveDatabase {

  /// Callbacks of different threads queue for the file; shorter than the sender's patience.
  private static final int BUSY_TIMEOUT_MS = 5_000;

  private ArchiveDatabase() {}

  static DataSource open(Path file) throws IOException, SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    // An answered callback is not sent again, so it must be on disk before the answer.
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    SQLiteDataSource database = new SQLiteDataSource(config);
    database.setUrl("jdbc:sqlite:" + file);
    createTables(database);
    return database;
  }

  private static void createTables(DataSource database) throws IOException, SQLException {
    try (InputStream in = ArchiveDatabase.class.getResourceAsStream("schema.sql");
        Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8));
    }
  }
}
