package dev.weft.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.storage.sql.JdbcSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log of a file that is written without a pause begins anew, again and again.
class SqliteCheckpointerTest {

  private static final int WRITERS = 4;
  private static final int ROW_BYTES = 256 * 1024;
  private static final int ROWS_EACH = 300;

  /// Where the log is begun anew, and a good deal more for what is written before that happens.
  private static final long MOST_LOG_BYTES = 128L << 20;

  @TempDir private Path folder;

  @Test
  void the_log_stays_short_while_everybody_writes() throws Exception {
    Path file = folder.resolve("weft.db");
    try (SqliteTransactions transactions = new SqliteTransactions(file);
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      transactions.run(
          tx -> JdbcSnapshot.sql(tx).write("CREATE TABLE large (id INTEGER PRIMARY KEY, b BLOB)"));
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        ends.add(writers.submit(() -> write(transactions)));
      }
      for (Future<?> end : ends) {
        end.get();
      }

      assertThat(Files.size(file)).isGreaterThan(MOST_LOG_BYTES);
      assertThat(Files.size(folder.resolve("weft.db-wal"))).isLessThan(MOST_LOG_BYTES);
    }
  }

  private static void write(SqliteTransactions transactions) {
    byte[] row = new byte[ROW_BYTES];
    for (int i = 0; i < ROWS_EACH; i++) {
      transactions.run(tx -> JdbcSnapshot.sql(tx).write("INSERT INTO large (b) VALUES (?)", row));
    }
  }
}
