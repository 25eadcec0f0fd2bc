package dev.weft.tx;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Runs units of work of one kind, which the store may put into one transaction with others.
///
/// @param <K> names what such work begins with
/// @param <F> what is fetched for it
public interface GroupCommit<K, F> {

  /// As [Transactions#call]: whatever happens to the others, nobody can tell. What each unit waits
  /// for, all in its transaction wait for, so that `work` must be short.
  ///
  /// @param needs what is fetched for it before it runs
  /// @param work is given what was fetched, for itself and maybe for others; it holds as long as
  ///   the transaction does
  <T extends @Nullable Object> T call(List<K> needs, BiFunction<Tx, F, T> work);
}
