package dev.weft.receiver.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/// The same promises on PostgreSQL behind a pool with auto-commit off.
@Tag("postgresql")
class PostgresManualCommitTest extends PostgresOnceHandlerTest {

  private final List<HikariDataSource> pools = new ArrayList<>();

  @Override
  DataSource emptyDatabase() throws SQLException {
    HikariDataSource pool = ManualCommitPool.over(super.emptyDatabase());
    pools.add(pool);
    return pool;
  }

  @AfterEach
  void closePools() {
    pools.forEach(HikariDataSource::close);
  }
}
