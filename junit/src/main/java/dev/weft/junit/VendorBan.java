package dev.weft.junit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// When the vendor stops sending for a while: after 90 failures within 30 s, for n times 5 minutes
/// at the n-th time within 24 hours, n being 5 at most (vendor, callback overview).
final class VendorBan {

  private static final int FAILURES = 90;
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final int MOST_STEPS = 5;
  private static final Duration MEMORY = Duration.ofHours(24);

  private final ArrayDeque<Instant> failures = new ArrayDeque<>();
  private final ArrayDeque<Instant> bans = new ArrayDeque<>();
  private @Nullable Instant until;

  void failed(Instant now) {
    failures.addLast(now);
    while (failures.getFirst().isBefore(now.minus(WITHIN))) {
      failures.removeFirst();
    }
    if (failures.size() >= FAILURES) {
      begin(now);
    }
  }

  private void begin(Instant now) {
    failures.clear();
    while (!bans.isEmpty() && bans.getFirst().isBefore(now.minus(MEMORY))) {
      bans.removeFirst();
    }
    bans.addLast(now);
    until = now.plus(STEP.multipliedBy(Math.min(bans.size(), MOST_STEPS)));
  }

  /// The end of the ban that holds at `now`; null if none does.
  @Nullable Instant until(Instant now) {
    return until != null && now.isBefore(until) ? until : null;
  }
}
