package dev.weft.delivery.lane;

import dev.weft.delivery.Ban;
import dev.weft.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When a rule with policy `vendor` is banned, and for how long (callback contract, section 4): 90
/// failures within 30 seconds, the n-th time within 24 hours for n times 5 minutes, n at most 5.
public final class BanPolicy {

  static final int FAILURES = 90;
  static final Duration WITHIN = Duration.ofSeconds(30);
  static final Duration STEP = Duration.ofMinutes(5);
  static final int MOST_STEPS = 5;
  public static final Duration REMEMBERED = Duration.ofHours(24);

  /// An answer longer than this counts as a failure, though its callback is delivered.
  private static final int MAX_ANSWER_CHARS = Outcome.MAX_ANSWER_CHARS - 1;

  private BanPolicy() {}

  /// What is remembered of a rule.
  ///
  /// @param failures times of those that count towards the next ban, oldest first; fewer than
  ///   [#FAILURES]
  /// @param bans newest last; bounded by their own length
  record History(List<Instant> failures, List<Ban> bans) {
    static final History NONE = new History(List.of(), List.of());

    History {
      failures = List.copyOf(failures);
      bans = List.copyOf(bans);
    }

    /// The newest ban, over or not.
    @Nullable Ban newest() {
      return bans.isEmpty() ? null : bans.getLast();
    }

    /// True if nothing of it counts any more.
    boolean isForgotten(Instant now) {
      Ban newest = newest();
      return (failures.isEmpty() || failures.getLast().isBefore(now.minus(WITHIN)))
          && (newest == null || newest.since().isBefore(now.minus(REMEMBERED)));
    }

    /// The ban in force at `now`; null if there is none.
    @Nullable Ban inForce(Instant now) {
      Ban newest = newest();
      return newest != null && now.isBefore(newest.until()) ? newest : null;
    }
  }

  /// What is remembered after one more attempt has ended. Its [History#newest] is another than
  /// before exactly if the rule is banned by it.
  static History after(History history, Outcome outcome, Instant now) {
    // What was in flight when the ban began ends during it, and is part of what it is for.
    if (!isFailure(outcome) || history.inForce(now) != null) {
      return history;
    }
    List<Instant> failures = since(history.failures(), now.minus(WITHIN));
    failures.add(now);
    if (failures.size() < FAILURES) {
      return new History(failures, history.bans());
    }
    List<Ban> bans = new ArrayList<>();
    for (Ban ban : history.bans()) {
      if (ban.since().isAfter(now.minus(REMEMBERED))) {
        bans.add(ban);
      }
    }
    int number = bans.size() + 1;
    bans.add(new Ban(number, now, now.plus(STEP.multipliedBy(Math.min(number, MOST_STEPS)))));
    return new History(List.of(), bans);
  }

  private static List<Instant> since(List<Instant> failures, Instant first) {
    List<Instant> recent = new ArrayList<>(failures.size() + 1);
    for (Instant failure : failures) {
      if (!failure.isBefore(first)) {
        recent.add(failure);
      }
    }
    return recent;
  }

  private static boolean isFailure(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Acknowledged acknowledged -> acknowledged.answer().length() > MAX_ANSWER_CHARS;
      case Outcome.Refused _, Outcome.Unreachable _ -> true;
    };
  }
}
