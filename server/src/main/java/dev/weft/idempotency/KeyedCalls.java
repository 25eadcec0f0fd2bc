package dev.weft.idempotency;

import dev.weft.idempotency.KeptAnswerStore.Kept;
import dev.weft.tx.JoiningTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Idempotency by a key that the client chooses: the first call with a key claims it in the unit of
/// work that makes the change and keeps the answer there, so that key, change and answer are
/// durable together or not at all. Later calls get that answer.
///
/// A call that fails claims nothing: it may be sent again with the same key. Two calls with one key
/// at one time run one after the other, on whichever nodes.
public final class KeyedCalls {

  /// How long an answer is kept at the least.
  public static final Duration KEPT = Duration.ofHours(24);

  /// Rows of one step of [#forgetSome].
  static final int ROWS_PER_STEP = 500;

  private final JoiningTransactions transactions;
  private final KeptAnswerStore store;
  private final Clock clock;

  public KeyedCalls(JoiningTransactions transactions, KeptAnswerStore store, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.clock = clock;
  }

  /// An answer, and whether it was given before.
  public record Outcome(KeptAnswer answer, boolean replayed) {}

  /// The answer that was kept for `call`; empty if the call is still to be made.
  ///
  /// @throws KeyReusedException if the key came with another request
  public Optional<KeptAnswer> kept(KeyedCall call) {
    return transactions
        .read(snapshot -> store.find(snapshot, call, stale(clock.instant())))
        .map(kept -> checked(kept, call));
  }

  /// Makes the call by `work`, unless it was made before. All units of work that begin in `work`
  /// are parts of one. It may be run twice, on another thread, and must wait for nothing else.
  ///
  /// @throws KeyReusedException if the key came with another request
  public Outcome once(KeyedCall call, Supplier<KeptAnswer> work) {
    return transactions.whole(
        tx -> {
          Instant now = clock.instant();
          if (!store.claim(tx, call, now, stale(now))) {
            Kept kept =
                store
                    .find(tx, call, stale(now))
                    .orElseThrow(() -> new IllegalStateException("a claimed key has no answer"));
            return new Outcome(checked(kept, call), true);
          }
          KeptAnswer answer = work.get();
          store.keep(tx, call, answer);
          return new Outcome(answer, false);
        });
  }

  private static KeptAnswer checked(Kept kept, KeyedCall call) {
    if (!kept.request().equals(call.request())) {
      throw new KeyReusedException();
    }
    return kept.answer();
  }

  /// Forgets some of what is older than [#KEPT]. True if there may be more of it.
  public boolean forgetSome() {
    Instant stale = stale(clock.instant());
    return transactions.call(tx -> store.forget(tx, stale, ROWS_PER_STEP)) == ROWS_PER_STEP;
  }

  private static Instant stale(Instant now) {
    return now.minus(KEPT);
  }
}
