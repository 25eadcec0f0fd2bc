package dev.weft.receiver.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// A transaction of the library's own on a connection of the app's pool.
///
/// The pool decides whether its connections commit by themselves. This class commits in either
/// case, and gives the connection back with the auto-commit mode that the pool had chosen.
final class OwnTransaction {

  /// What happens inside the transaction.
  interface Work<T, E extends Exception> {
    T on(Connection connection) throws SQLException, E;
  }

  private OwnTransaction() {}

  /// Commits what the work did; rolls it back if the work throws.
  static <T, E extends Exception> T in(DataSource dataSource, Work<T, E> work)
      throws SQLException, E {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      T result;
      try {
        // Also where it is off already: some drivers begin the transaction here.
        connection.setAutoCommit(false);
        result = work.on(connection);
        connection.commit();
      } catch (Throwable e) {
        rollback(connection, autoCommit, e);
        throw e;
      }
      connection.setAutoCommit(autoCommit);
      return result;
    }
  }

  private static void rollback(Connection connection, boolean autoCommit, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
