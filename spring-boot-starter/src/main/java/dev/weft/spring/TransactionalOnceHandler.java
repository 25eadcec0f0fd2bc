package dev.weft.spring;

import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.jdbc.JdbcSeenCallbacks;
import dev.weft.receiver.once.CallbackHandler;
import dev.weft.receiver.once.OnceHandler;
import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/// Handles each callback and remembers it in one of Spring's transactions: whatever the handler
/// does in it through JdbcTemplate, JdbcClient or a repository commits with the memory, or not at
/// all.
final class TransactionalOnceHandler implements OnceHandler {

  private final PlatformTransactionManager transactions;
  private final DataSource dataSource;
  private final JdbcSeenCallbacks seen;
  private final CallbackHandler handler;

  TransactionalOnceHandler(
      PlatformTransactionManager transactions,
      DataSource dataSource,
      JdbcSeenCallbacks seen,
      CallbackHandler handler) {
    this.transactions = transactions;
    this.dataSource = dataSource;
    this.seen = seen;
    this.handler = handler;
  }

  /// By hand, because a TransactionTemplate lets no checked exception through.
  @Override
  public Handled handle(Accepted accepted) throws Exception {
    TransactionStatus transaction = transactions.getTransaction(new DefaultTransactionDefinition());
    Handled handled;
    try {
      handled = within(accepted);
    } catch (Throwable e) {
      transactions.rollback(transaction);
      throw e;
    }
    transactions.commit(transaction);
    return handled;
  }

  private Handled within(Accepted accepted) throws Exception {
    if (!isFirst(accepted)) {
      return Handled.BEFORE;
    }
    handler.handle(accepted);
    return Handled.NOW;
  }

  private boolean isFirst(Accepted accepted) throws Exception {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      return seen.isFirst(connection, accepted.key());
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }
}
