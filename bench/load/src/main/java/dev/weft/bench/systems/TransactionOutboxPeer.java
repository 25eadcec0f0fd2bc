package dev.weft.bench.systems;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/// transaction-outbox: a method call for each callback, made right after the commit. This version
/// knows no order.
public final class TransactionOutboxPeer {

  /// What is set.
  public static final String SETTINGS =
      "64 threads take what is committed at once; what is left is flushed every 100 ms in batches"
          + " of 1,000, again after 1 s; no order";

  private static final Duration FLUSH = Duration.ofMillis(100);

  private TransactionOutboxPeer() {}

  /// The calls that are kept.
  public interface Sender {
    /// Sends the callback of a message.
    void send(String thread, String message) throws InterruptedException;
  }

  /// Runs it; see [Peer#run].
  public static void main(String[] arguments) throws Exception {
    Peer.run(arguments, 1, TransactionOutboxPeer::make);
  }

  private static Peer.Outbox make(DataSource database, BlockingCallbacks callbacks) {
    TransactionManager transactions = TransactionManager.fromDataSource(database);
    Sender sender = callbacks::send;
    ExecutorService workers = Executors.newFixedThreadPool(Peer.WORKERS);
    TransactionOutbox outbox =
        TransactionOutbox.builder()
            .transactionManager(transactions)
            .persistor(Persistor.forDialect(Dialect.POSTGRESQL_9))
            .instantiator(Instantiator.using(type -> sender))
            .submitter(Submitter.withExecutor(workers))
            .attemptFrequency(Duration.ofSeconds(1))
            .blockAfterAttempts(1_000)
            .flushBatchSize(1_000)
            .build();
    Thread.ofPlatform().daemon().start(() -> flush(outbox));
    return message ->
        transactions.inTransaction(
            () -> {
              try {
                outbox.schedule(Sender.class).send(message.thread(), message.message());
              } catch (InterruptedException e) {
                throw new IllegalStateException("the call is only written down", e);
              }
            });
  }

  private static void flush(TransactionOutbox outbox) {
    try {
      while (true) {
        if (!outbox.flush()) {
          Thread.sleep(FLUSH);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
