package dev.weft.chat.stream;

import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Deletes by age what is known of streams that have ended. Their messages stay.
public final class StreamRetention {

  /// How long the caller is told how a stream has ended.
  private static final Duration REMEMBERED = Duration.ofDays(1);

  /// Rows of one step.
  private static final int ROWS_PER_STEP = 100;

  private final Transactions transactions;
  private final StreamStore store;
  private final Clock clock;

  public StreamRetention(Transactions transactions, StreamStore store, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.clock = clock;
  }

  /// Takes one step; false if nothing more is old enough for now.
  public boolean step() {
    Instant before = clock.instant().minus(REMEMBERED);
    return transactions.call(tx -> store.forget(tx, before, ROWS_PER_STEP)) == ROWS_PER_STEP;
  }
}
