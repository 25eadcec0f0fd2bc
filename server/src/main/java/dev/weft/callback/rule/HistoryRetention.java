package dev.weft.callback.rule;

import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;

/// Forgets what rules were, by age: as long as deliveries are kept, they can be explained.
public final class HistoryRetention {

  /// Versions that go in one transaction.
  private static final int BATCH = 500;

  private final Transactions transactions;
  private final RuleHistory history;
  private final Clock clock;
  private final Duration keep;

  public HistoryRetention(
      Transactions transactions, RuleHistory history, Clock clock, Duration keep) {
    this.transactions = transactions;
    this.history = history;
    this.clock = clock;
    this.keep = keep;
  }

  /// Takes one batch; true if there may be more.
  public boolean step() {
    return transactions.call(tx -> history.forget(tx, clock.instant().minus(keep), BATCH)) == BATCH;
  }
}
