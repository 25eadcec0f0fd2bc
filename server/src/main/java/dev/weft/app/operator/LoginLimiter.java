package dev.weft.app.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Slows down who guesses passwords or links: after a few failures a name or an address has to
/// wait. It counts in memory, so each node gives its own tries.
final class LoginLimiter {

  /// Failures of one name, or from one address, before there is a wait.
  static final int MAX_FAILURES = 5;

  /// How long failures count.
  static final Duration WINDOW = Duration.ofMinutes(15);

  /// Names and addresses that are remembered; beyond, all are forgotten.
  private static final int MAX_KEYS = 10_000;

  private final Clock clock;
  private final Map<String, Failures> failures = new HashMap<>();

  private record Failures(int count, Instant since) {}

  LoginLimiter(Clock clock) {
    this.clock = clock;
  }

  /// Counts an attempt before it is checked, so that attempts at once do not slip through.
  ///
  /// @return false if it must not be made
  synchronized boolean begin(String key) {
    Instant now = clock.instant();
    @Nullable Failures known = failures.get(key);
    if (known == null || known.since().plus(WINDOW).isBefore(now)) {
      if (failures.size() >= MAX_KEYS) {
        failures.clear();
      }
      failures.put(key, new Failures(1, now));
      return true;
    }
    if (known.count() >= MAX_FAILURES) {
      return false;
    }
    failures.put(key, new Failures(known.count() + 1, known.since()));
    return true;
  }

  /// The attempt was a good one.
  synchronized void succeeded(String key) {
    failures.remove(key);
  }
}
