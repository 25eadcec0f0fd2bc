package dev.weft.delivery.lane;

import dev.weft.delivery.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// How much an endpoint is trusted with after its latest answers, as a limit on the attempts under
/// way at once. It never fails a callback: what may not be attempted waits, in order, and no
/// policy's timetable becomes shorter.
///
/// Failures count only in a row, and only when they come from several lanes: one conversation that
/// the endpoint cannot digest says nothing about the others.
sealed interface CircuitBreaker {

  /// Failures in a row that open the circuit.
  int OPENING_FAILURES = 10;

  /// Failures in a row that open it again while it recovers.
  int REOPENING_FAILURES = 2;

  /// Part of a wait by which it may be shorter, so that owners that failed together do not probe
  /// together.
  double JITTER = 0.2;

  /// What is allowed is what the owner allows.
  record Closed(Streak streak) implements CircuitBreaker {

    /// The endpoint works, as far as anybody knows.
    static final Closed HEALTHY = new Closed(Streak.NONE);
  }

  /// The endpoint fails: a probe, one attempt at a time, tries it at growing intervals.
  ///
  /// @param failedProbes how many attempts since then have failed as well
  record Open(Instant since, Instant nextProbe, int failedProbes) implements CircuitBreaker {}

  /// The endpoint works again, and is given time to warm up.
  ///
  /// @param allowed attempts at once
  /// @param missing successes until they are doubled
  record Recovering(int allowed, int missing, Streak streak) implements CircuitBreaker {}

  /// Failures without a success between them.
  ///
  /// @param first the lane of the first of them
  record Streak(int failures, @Nullable Lane first, boolean severalLanes) {
    static final Streak NONE = new Streak(0, null, false);

    Streak and(Lane lane) {
      return first == null
          ? new Streak(1, lane, false)
          : new Streak(failures + 1, first, severalLanes || !lane.equals(first));
    }

    boolean reaches(int limit) {
      return severalLanes && failures >= limit;
    }
  }

  /// Attempts that may be in flight now, of the `limit` that the owner has otherwise.
  default int allowed(int limit, Instant now) {
    return switch (this) {
      case Closed _ -> limit;
      case Open open -> now.isBefore(open.nextProbe()) ? 0 : 1;
      case Recovering recovering -> Math.min(recovering.allowed(), limit);
    };
  }

  /// The state after an attempt of `lane` has ended.
  default CircuitBreaker after(Lane lane, boolean success, int limit, Instant now) {
    return switch (this) {
      case Closed _ when success -> Closed.HEALTHY;
      case Closed(Streak streak) -> {
        Streak longer = streak.and(lane);
        yield longer.reaches(OPENING_FAILURES) ? opened(lane, now) : new Closed(longer);
      }
      case Open _ when success -> recovering(1, limit);
      // It was in flight already when the circuit opened, and says nothing new.
      case Open open when now.isBefore(open.nextProbe()) -> open;
      case Open open -> {
        int failed = open.failedProbes() + 1;
        Duration wait = Recovery.probeWait(Duration.between(open.since(), now));
        yield new Open(open.since(), now.plus(jittered(wait, lane, failed)), failed);
      }
      case Recovering recovering when success ->
          recovering.missing() > 1
              ? new Recovering(recovering.allowed(), recovering.missing() - 1, Streak.NONE)
              : recovering(2 * recovering.allowed(), limit);
      case Recovering recovering -> {
        Streak longer = recovering.streak().and(lane);
        yield longer.reaches(REOPENING_FAILURES)
            ? opened(lane, now)
            : new Recovering(recovering.allowed(), recovering.allowed(), longer);
      }
    };
  }

  private static CircuitBreaker opened(Lane lane, Instant now) {
    return new Open(now, now.plus(jittered(Recovery.probeWait(Duration.ZERO), lane, 0)), 0);
  }

  private static CircuitBreaker recovering(int allowed, int limit) {
    return allowed >= limit ? Closed.HEALTHY : new Recovering(allowed, allowed, Streak.NONE);
  }

  /// The same question gets the same answer: jitter is drawn from the owner and the probe's number.
  private static Duration jittered(Duration wait, Lane lane, int probe) {
    double draw = new SplittableRandom(lane.owner().number() * 31L + probe).nextDouble();
    return Duration.ofMillis(Math.round(wait.toMillis() * (1 - JITTER * draw)));
  }
}
