package dev.weft.receiver.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/// The two tables, in SQL that PostgreSQL, MySQL, H2 and SQLite all read.
public final class JdbcTables {

  /// For an app's own migrations.
  public static final List<String> CREATE =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS weft_handled_callback (
            callback_key VARCHAR(200) NOT NULL PRIMARY KEY,
            handled_at_ms BIGINT NOT NULL)\
          """,
          """
          CREATE TABLE IF NOT EXISTS weft_thread_sequence (
            thread_id VARCHAR(100) NOT NULL PRIMARY KEY,
            last_sequence BIGINT NOT NULL)\
          """);

  private JdbcTables() {}

  /// Creates the tables that are not there yet, and commits. Several processes may do so at once.
  public static void create(DataSource dataSource) throws SQLException {
    try {
      createOnce(dataSource);
    } catch (SQLException first) {
      // PostgreSQL fails one of two CREATE TABLE IF NOT EXISTS that run side by side.
      try {
        createOnce(dataSource);
      } catch (SQLException e) {
        e.addSuppressed(first);
        throw e;
      }
    }
  }

  private static void createOnce(DataSource dataSource) throws SQLException {
    OwnTransaction.<Boolean, SQLException>in(
        dataSource,
        connection -> {
          create(connection);
          return true;
        });
  }

  /// The same in the current transaction, which the caller commits.
  public static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : CREATE) {
        statement.execute(sql);
      }
    }
  }
}
