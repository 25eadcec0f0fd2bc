package dev.weft.receiver.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class SqliteOnceHandlerTest extends JdbcOnceHandlerContract {

  @TempDir Path directory;

  @Override
  DataSource emptyDatabase() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(60_000);
    SQLiteDataSource sqlite = new SQLiteDataSource(config);
    sqlite.setUrl("jdbc:sqlite:" + directory.resolve("app.db"));
    return sqlite;
  }
}
