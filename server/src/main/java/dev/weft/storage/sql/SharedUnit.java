package dev.weft.storage.sql;

import dev.weft.storage.sql.JdbcSnapshot.JdbcTx;
import dev.weft.trace.TraceContext;
import dev.weft.tx.Tx;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One caller's work in a transaction that it shares with others', its result, and the caller who
/// waits for it. It is run on another thread, in the caller's trace, and may be run again.
public abstract class SharedUnit<T extends @Nullable Object> {

  private final @Nullable TraceContext trace = TraceContext.current();
  private final long asked = System.nanoTime();

  /// Whether the work was done for the caller; otherwise he does it himself.
  private final CompletableFuture<Boolean> done = new CompletableFuture<>();

  private @Nullable JdbcTx tx;
  private @Nullable T result;
  private @Nullable Throwable failure;

  /// When the caller came, as [System#nanoTime] tells it.
  public final long asked() {
    return asked;
  }

  /// Runs the work in a transaction, and keeps its result or what it threw.
  ///
  /// @param work what the caller wants done
  protected final void run(Sql sql, Function<Tx, T> work) {
    tx = null;
    failure = null;
    JdbcTx fresh = new JdbcTx(sql);
    result = TraceContext.within(trace, () -> work.apply(fresh));
    tx = fresh;
  }

  /// Its own exception has undone it alone.
  public final void threw(Throwable reason) {
    failure = reason;
  }

  /// The transaction is durable: the caller goes on.
  public final void committed() {
    if (tx != null) {
      tx.runActions();
    }
    done.complete(true);
  }

  /// The transaction has failed: the caller is told, unless his own work has failed before.
  public final void failed(RuntimeException reason) {
    if (done.isDone()) {
      return;
    }
    failure = failure != null ? failure : reason;
    done.complete(true);
  }

  /// The transaction has failed, and the caller is to do his work by himself.
  public final void runAlone() {
    done.complete(false);
  }

  /// Waits until the transaction is over; false if the caller is to do his work by himself.
  public final boolean hasRun() {
    return done.join();
  }

  /// What the work has answered or thrown, once it [has run][#hasRun].
  @SuppressWarnings("NullAway") // The result is null only where T says so.
  public final T result() {
    return switch (failure) {
      case null -> result;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException("work throws nothing else", e);
    };
  }
}
