package dev.weft.tx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Nested units of work, by joining: a unit that begins [inside][#whole] another one runs in the
/// transaction of the outer one. Several services that each begin units of their own can so be made
/// to write all or nothing, without knowing of each other.
public final class JoiningTransactions implements Transactions {

  private static final ScopedValue<Outer> OUTER = ScopedValue.newInstance();

  private final Transactions transactions;

  public JoiningTransactions(Transactions transactions) {
    this.transactions = transactions;
  }

  /// The unit that others join, and what they have left for afterwards.
  private record Outer(Tx tx, List<Runnable> afterwards) {}

  private record Done<T extends @Nullable Object>(T result, List<Runnable> afterwards) {}

  /// Runs `work` as one unit, which every unit that begins inside of it joins. What they left for
  /// [afterwards][#afterwards] runs on the thread of the caller, after the commit and in order.
  ///
  /// As for every unit, `work` may be run again from its beginning, and must not wait for anything.
  public <T extends @Nullable Object> T whole(Function<Tx, T> work) {
    Done<T> done =
        transactions.call(
            tx -> {
              Outer outer = new Outer(tx, new ArrayList<>());
              T result =
                  ScopedValue.where(OUTER, outer).<T, RuntimeException>call(() -> work.apply(tx));
              return new Done<>(result, outer.afterwards());
            });
    done.afterwards().forEach(Runnable::run);
    return done.result();
  }

  @Override
  public <T extends @Nullable Object> T call(Function<Tx, T> work) {
    return OUTER.isBound() ? work.apply(OUTER.get().tx()) : transactions.call(work);
  }

  @Override
  public <T extends @Nullable Object> T read(Function<Snapshot, T> work) {
    return OUTER.isBound() ? work.apply(OUTER.get().tx()) : transactions.read(work);
  }

  @Override
  public <K, F> GroupCommit<K, F> groupCommit(BiFunction<Tx, List<K>, F> fetch) {
    GroupCommit<K, F> groups = transactions.groupCommit(fetch);
    return new GroupCommit<>() {
      @Override
      public <T extends @Nullable Object> T call(List<K> needs, BiFunction<Tx, F, T> work) {
        if (!OUTER.isBound()) {
          return groups.call(needs, work);
        }
        Tx tx = OUTER.get().tx();
        return work.apply(tx, fetch.apply(tx, needs));
      }
    };
  }

  @Override
  public void afterwards(Runnable action) {
    if (OUTER.isBound()) {
      OUTER.get().afterwards().add(action);
    } else {
      action.run();
    }
  }
}
