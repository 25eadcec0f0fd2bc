package dev.weft.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Slows down who guesses passwords or links: after some failures a name or an address has to wait.
/// It counts in memory, so each node gives its own tries.
public final class GuessLimiter {

  /// Names and addresses that are remembered; beyond, who was not tried for longest is forgotten.
  /// So nobody gets more tries at one name by trying many others.
  private static final int MAX_KEYS = 10_000;

  private final Clock clock;
  private final int maxFailures;
  private final Duration window;
  private final SequencedMap<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

  private record Failures(int count, Instant since) {}

  /// @param maxFailures of one name, or from one address, before there is a wait
  /// @param window how long failures count
  public GuessLimiter(Clock clock, int maxFailures, Duration window) {
    this.clock = clock;
    this.maxFailures = maxFailures;
    this.window = window;
  }

  /// Counts an attempt before it is checked, so that attempts at once do not slip through.
  ///
  /// @return false if it must not be made
  public synchronized boolean begin(String key) {
    Instant now = clock.instant();
    @Nullable Failures known = failures.get(key);
    if (known == null || known.since().plus(window).isBefore(now)) {
      failures.put(key, new Failures(1, now));
      if (failures.size() > MAX_KEYS) {
        failures.pollFirstEntry();
      }
      return true;
    }
    if (known.count() >= maxFailures) {
      return false;
    }
    failures.put(key, new Failures(known.count() + 1, known.since()));
    return true;
  }

  /// The attempt was a good one: it does not count.
  public synchronized void succeeded(String key) {
    failures.computeIfPresent(
        key,
        (_, known) -> known.count() <= 1 ? null : new Failures(known.count() - 1, known.since()));
  }
}
