package dev.weft.receiver.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

/// The same promises on SQLite behind a pool with auto-commit off.
class SqliteManualCommitTest extends SqliteOnceHandlerTest {

  private final List<HikariDataSource> pools = new ArrayList<>();

  @Override
  DataSource emptyDatabase() {
    HikariDataSource pool = ManualCommitPool.over(super.emptyDatabase());
    pools.add(pool);
    return pool;
  }

  @AfterEach
  void closePools() {
    pools.forEach(HikariDataSource::close);
  }
}
