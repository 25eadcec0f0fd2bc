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
/// It advances in a transaction of its own, after the callback was handled: a crash between the two
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
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT last_sequence FROM weft_thread_sequence WHERE thread_id = ?")) {
      select.setString(1, threadId.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    } catch (SQLException e) {
      throw new SequenceException(e);
    }
  }

  @Override
  public void advance(ThreadId threadId, long sequence) {
    try (Connection connection = dataSource.getConnection()) {
      if (update(connection, threadId, sequence) == 0) {
        insert(connection, threadId, sequence);
      }
    } catch (SQLException e) {
      throw new SequenceException(e);
    }
  }

  private static int update(Connection connection, ThreadId threadId, long sequence)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE weft_thread_sequence SET last_sequence = ? WHERE thread_id = ?")) {
      update.setLong(1, sequence);
      update.setString(2, threadId.value());
      return update.executeUpdate();
    }
  }

  private static void insert(Connection connection, ThreadId threadId, long sequence)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO weft_thread_sequence (thread_id, last_sequence) VALUES (?, ?)")) {
      insert.setString(1, threadId.value());
      insert.setLong(2, sequence);
      insert.executeUpdate();
    }
  }
}
