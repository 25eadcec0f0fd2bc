package dev.weft.receiver.jdbc;

import dev.weft.receiver.ThreadId;
import dev.weft.receiver.once.SequenceStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import javax.sql.DataSource;

/// Remembers in a table how far each thread has come, so that a restart hides no gap.
///
/// Every call runs and commits a transaction of its own, whether the pool's connections commit by
/// themselves or not. A thread advances after its callback was handled: a crash between the two
/// reports a gap that is none, and never hides one.
public final class JdbcSequences implements SequenceStore {

  /// The database could not be asked; the sender will try again.
  public static final class SequenceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SequenceException(SQLException cause) {
      super("cannot read or write weft_thread_sequence", cause);
    }
  }

  private final DataSource dataSource;

  public JdbcSequences(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public OptionalLong last(ThreadId threadId) {
    try {
      return OwnTransaction.<OptionalLong, SQLException>in(
          dataSource, connection -> select(connection, threadId));
    } catch (SQLException e) {
      throw new SequenceException(e);
    }
  }

  @Override
  public void advance(ThreadId threadId, long sequence) {
    try {
      try {
        write(threadId, sequence);
      } catch (SQLException e) {
        // Another process may have inserted the thread in between; then there is a row to update.
        retry(threadId, sequence, e);
      }
    } catch (SQLException e) {
      throw new SequenceException(e);
    }
  }

  private void retry(ThreadId threadId, long sequence, SQLException first) throws SQLException {
    try {
      write(threadId, sequence);
    } catch (SQLException e) {
      e.addSuppressed(first);
      throw e;
    }
  }

  private void write(ThreadId threadId, long sequence) throws SQLException {
    OwnTransaction.<Boolean, SQLException>in(
        dataSource,
        connection ->
            update(connection, threadId, sequence) > 0
                || select(connection, threadId).orElse(-1) >= sequence
                || insert(connection, threadId, sequence) > 0);
  }

  private static OptionalLong select(Connection connection, ThreadId threadId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT last_sequence FROM weft_thread_sequence WHERE thread_id = ?")) {
      select.setString(1, threadId.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /// Never backwards, also where two processes advance the same thread.
  private static int update(Connection connection, ThreadId threadId, long sequence)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE weft_thread_sequence SET last_sequence = ?"
                + " WHERE thread_id = ? AND last_sequence < ?")) {
      update.setLong(1, sequence);
      update.setString(2, threadId.value());
      update.setLong(3, sequence);
      return update.executeUpdate();
    }
  }

  private static int insert(Connection connection, ThreadId threadId, long sequence)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO weft_thread_sequence (thread_id, last_sequence) VALUES (?, ?)")) {
      insert.setString(1, threadId.value());
      insert.setLong(2, sequence);
      return insert.executeUpdate();
    }
  }
}
