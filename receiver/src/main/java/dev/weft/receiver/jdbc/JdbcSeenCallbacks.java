package dev.weft.receiver.jdbc;

import dev.weft.receiver.CallbackKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/// The table of handled callbacks, on a connection of the app's.
///
/// For apps that run their own transactions; [JdbcOnceHandler] runs one for those that do not. A
/// method that takes a connection takes part in the transaction of its caller and never ends it. A
/// method that takes a data source runs and commits a transaction of its own.
public final class JdbcSeenCallbacks {

  private final Clock clock;

  public JdbcSeenCallbacks(Clock clock) {
    this.clock = clock;
  }

  /// Enters the key in the current transaction; false if it is there already, and then the
  /// transaction is as it was before.
  ///
  /// Where two processes enter the same key at a time, the database makes one wait for the other.
  ///
  /// @throws IllegalStateException if the connection commits each statement by itself: a handler
  ///   that fails afterwards could not take the entry back, and the callback would be lost
  public boolean isFirst(Connection connection, CallbackKey key) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new IllegalStateException(
          "isFirst needs a transaction, and this connection has auto-commit on: call"
              + " setAutoCommit(false) before it and commit() after the handler, or use"
              + " JdbcOnceHandler");
    }
    // Some databases refuse all further work after a failed statement; a savepoint undoes that.
    Savepoint before = connection.setSavepoint();
    try {
      insert(connection, key);
      connection.releaseSavepoint(before);
      return true;
    } catch (SQLException e) {
      connection.rollback(before);
      if (contains(connection, key)) {
        return false;
      }
      throw e;
    }
  }

  private void insert(Connection connection, CallbackKey key) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO weft_handled_callback (callback_key, handled_at_ms) VALUES (?, ?)")) {
      insert.setString(1, key.value());
      insert.setLong(2, clock.millis());
      insert.executeUpdate();
    }
  }

  private static boolean contains(Connection connection, CallbackKey key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT 1 FROM weft_handled_callback WHERE callback_key = ?")) {
      select.setString(1, key.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// Forgets what is older than anybody would send again: exception storage keeps callbacks for
  /// three days, so a week is safe. Commits.
  ///
  /// @return how many entries went
  public int forget(DataSource dataSource, Duration olderThan) throws SQLException {
    return OwnTransaction.<Integer, SQLException>in(
        dataSource, connection -> forget(connection, olderThan));
  }

  /// The same in the current transaction, which the caller commits.
  public int forget(Connection connection, Duration olderThan) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM weft_handled_callback WHERE handled_at_ms < ?")) {
      delete.setLong(1, clock.instant().minus(olderThan).toEpochMilli());
      return delete.executeUpdate();
    }
  }
}
