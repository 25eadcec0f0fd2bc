package dev.weft.receiver.jdbc;

import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.once.OnceHandler;
import java.sql.Connection;
import java.time.Clock;
import javax.sql.DataSource;

/// Handles each callback in one transaction with the memory of it: both happen, or neither.
///
///     new JdbcOnceHandler(dataSource, (connection, accepted) -> { … });
///
/// The handler does its work on the connection it is given, and leaves commit and rollback alone.
/// This class commits, whether the pool's connections do so by themselves or not. The tables are
/// those of [JdbcTables].
public final class JdbcOnceHandler implements OnceHandler {

  /// What the app does with a callback, inside the transaction.
  @FunctionalInterface
  public interface TransactionalHandler {
    void handle(Connection connection, Accepted accepted) throws Exception;
  }

  private final DataSource dataSource;
  private final TransactionalHandler handler;
  private final JdbcSeenCallbacks seen;

  public JdbcOnceHandler(DataSource dataSource, TransactionalHandler handler) {
    this(dataSource, handler, Clock.systemUTC());
  }

  public JdbcOnceHandler(DataSource dataSource, TransactionalHandler handler, Clock clock) {
    this.dataSource = dataSource;
    this.handler = handler;
    this.seen = new JdbcSeenCallbacks(clock);
  }

  @Override
  public Handled handle(Accepted accepted) throws Exception {
    return OwnTransaction.<Handled, Exception>in(
        dataSource, connection -> within(connection, accepted));
  }

  private Handled within(Connection connection, Accepted accepted) throws Exception {
    if (!seen.isFirst(connection, accepted.key())) {
      return Handled.BEFORE;
    }
    handler.handle(connection, accepted);
    return Handled.NOW;
  }
}
