package dev.weft.tx;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs units of work against the store.
public interface Transactions {

  /// Runs `work` and returns its result once all it wrote is durable.
  ///
  /// If `work` throws, nothing it wrote remains and the exception reaches the caller. Many callers
  /// may share one physical commit; none of them can tell. Keep `work` short and free of waits: on
  /// SQLite every writer queues behind it, on PostgreSQL whoever needs what it has locked.
  ///
  /// Work that was in the way of other work may be run again from its beginning. Whatever it does
  /// must be done through `tx`, or by an action after the commit.
  ///
  /// On whichever thread it runs, `work` belongs to the same trace as the caller
  /// (`TraceContext.current()`).
  ///
  /// @throws StoreBusyException if the queue of writers is full; nothing was written
  /// @throws StoreFailedException if the store could not make the work durable; nothing was
  ///   written, unless the message says that this is not known
  <T extends @Nullable Object> T call(Function<Tx, T> work);

  /// Runs `work` on a consistent snapshot of what was durable when it began.
  <T extends @Nullable Object> T read(Function<Snapshot, T> work);

  /// For work that many callers do at once and that begins by fetching things of the same kind. A
  /// store with round trips to a server fetches them for many callers in one; here, each unit
  /// fetches for itself.
  ///
  /// @param fetch fetches what the units that are going to share a transaction begin with. It must
  ///   not write
  default <K, F> GroupCommit<K, F> groupCommit(BiFunction<Tx, List<K>, F> fetch) {
    return new GroupCommit<>() {
      @Override
      public <T extends @Nullable Object> T call(List<K> needs, BiFunction<Tx, F, T> work) {
        return Transactions.this.call(tx -> work.apply(tx, fetch.apply(tx, needs)));
      }
    };
  }

  /// Runs `action` on this thread now, after what was called before; if that was part of a larger
  /// unit of work, once that is durable. For what begins units of its own, which [Tx#afterCommit]
  /// must not.
  default void afterwards(Runnable action) {
    action.run();
  }

  /// [#call] for work without a result.
  default void run(Consumer<Tx> work) {
    this.<@Nullable Void>call(
        tx -> {
          work.accept(tx);
          return null;
        });
  }
}
