package dev.weft.idempotency;

import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.Optional;

/// Keeps the answers to calls with a key.
public interface KeptAnswerStore {

  /// What is kept under a key.
  ///
  /// @param request the digest that came with the key
  record Kept(String request, KeptAnswer answer) {}

  /// What is kept under the key of `call`, if it was claimed after `stale`.
  Optional<Kept> find(Snapshot snapshot, KeyedCall call, Instant stale);

  /// Claims the key for this unit of work. Units of other nodes that claim it wait until this one
  /// ends. False if it was claimed after `stale` already, and the answer is there to be
  /// [found][#find].
  boolean claim(Tx tx, KeyedCall call, Instant now, Instant stale);

  /// Keeps the answer under a key that this unit of work has claimed.
  void keep(Tx tx, KeyedCall call, KeptAnswer answer);

  /// Deletes some of what was claimed at or before `stale`. Answers how many.
  int forget(Tx tx, Instant stale, int limit);
}
