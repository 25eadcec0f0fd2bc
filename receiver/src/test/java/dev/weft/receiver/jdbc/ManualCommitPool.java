package dev.weft.receiver.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/// A real pool whose connections commit nothing by themselves: what nobody commits is rolled back
/// when the connection goes back.
final class ManualCommitPool {

  private ManualCommitPool() {}

  static HikariDataSource over(DataSource database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database);
    config.setAutoCommit(false);
    config.setMaximumPoolSize(8);
    return new HikariDataSource(config);
  }
}
