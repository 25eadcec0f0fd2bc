package dev.weft.tx;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs units of work of one kind, which the store may put into one transaction with others.
///
/// @param <K> names what such work begins with
public interface GroupCommit<K> {

  /// As [Transactions#call]: whatever happens to the others, nobody can tell. What each unit waits
  /// for, all in its transaction wait for, so that `work` must be short.
  ///
  /// @param needs what is got for it before it runs
  <T extends @Nullable Object> T call(List<K> needs, Function<Tx, T> work);
}
