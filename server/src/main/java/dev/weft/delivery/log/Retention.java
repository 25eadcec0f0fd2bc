package dev.weft.delivery.log;

import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.RuleId;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes finished deliveries by age, oldest first, a stretch at a time. It remembers how far it
/// has come, so that what has to stay is passed once and not looked at again for each row behind
/// it. Once a day it begins anew, for what has been finished in the meantime.
public final class Retention {

  /// Rows of one stretch: some 10 ms of the writer.
  static final int ROWS_PER_STRETCH = 500;

  private static final Duration BEGIN_ANEW = Duration.ofDays(1);

  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private final Transactions transactions;
  private final LogRetention rows;
  private final Clock clock;
  private final Duration keep;
  private final ObjLongConsumer<RuleId> gone;
  private final Map<RuleId, Long> newestGone = new HashMap<>();
  private Instant begun = Instant.MIN;
  private long passed;

  /// @param keep how long a delivery stays after its event
  /// @param gone told for each rule the largest id that went, after a run
  public Retention(
      Transactions transactions,
      LogRetention rows,
      Clock clock,
      Duration keep,
      ObjLongConsumer<RuleId> gone) {
    this.transactions = transactions;
    this.rows = rows;
    this.clock = clock;
    this.keep = keep;
    this.gone = gone;
  }

  /// Takes one stretch; false if nothing more is old enough for now.
  public boolean step() {
    Instant now = clock.instant();
    if (passed == 0 || begun.plus(BEGIN_ANEW).isBefore(now)) {
      begun = now;
      passed = 0;
    }
    Instant cutoff = now.minus(keep);
    long after = passed;
    // On a reader first: if the old rows have to come from disk, it is not the writer who waits.
    LogRetention.Stretch stretch =
        transactions.read(snapshot -> rows.stretch(snapshot, after, cutoff, ROWS_PER_STRETCH));
    if (stretch.upTo() > after) {
      Map<LaneOwner, Long> deleted =
          transactions.call(tx -> rows.delete(tx, after, stretch.upTo()));
      deleted.forEach(
          (owner, id) -> {
            if (owner instanceof RuleId rule) {
              newestGone.merge(rule, id, Math::max);
            }
          });
      passed = stretch.upTo();
    }
    if (stretch.last()) {
      notifyListener();
    }
    return !stretch.last();
  }

  private void notifyListener() {
    if (!newestGone.isEmpty()) {
      log.debug("deliveries went by age rules={} upTo={}", newestGone.size(), passed);
      newestGone.forEach(gone::accept);
      newestGone.clear();
    }
  }
}
