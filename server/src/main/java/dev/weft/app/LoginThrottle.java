package dev.weft.app;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Slows down who guesses passwords: counts failed logins of each minute by address, by user, and
/// by both. A success counts nothing, so an app server that logs its users in is never slowed.
///
/// The counters are a fixed number of buckets, chosen by a hash with a secret seed: memory does not
/// grow with the guesses, and nobody can aim at another one's bucket.
public final class LoginThrottle {

  private static final int BUCKETS = 1 << 14;
  private static final long WINDOW_MS = 60_000;

  /// Failures of a minute: of one user from one address, of one user, of one address.
  private static final int PER_PAIR = 10;

  private static final int PER_USER = 50;
  private static final int PER_ADDRESS = 100;

  private final Clock clock;
  private final int seed = new SecureRandom().nextInt();
  private final int[] failures = new int[BUCKETS];
  private long window;

  private record Counter(int bucket, int most) {}

  public LoginThrottle(Clock clock) {
    this.clock = clock;
  }

  /// Whether somebody at `address` may try to log in as `user` now.
  ///
  /// @param user any name for the user, unique over apps
  public synchronized boolean allows(String user, String address) {
    turn();
    return counters(user, address).stream()
        .allMatch(counter -> failures[counter.bucket()] < counter.most());
  }

  /// The password was wrong, or there is no such user.
  public synchronized void failed(String user, String address) {
    turn();
    counters(user, address).forEach(counter -> failures[counter.bucket()]++);
  }

  /// Seconds until the counting begins anew.
  public long secondsLeft() {
    return (WINDOW_MS - Math.floorMod(clock.millis(), WINDOW_MS)) / 1000 + 1;
  }

  private void turn() {
    long now = Math.floorDiv(clock.millis(), WINDOW_MS);
    if (now != window) {
      window = now;
      Arrays.fill(failures, 0);
    }
  }

  private List<Counter> counters(String user, String address) {
    return List.of(
        new Counter(bucket(1, user, address), PER_PAIR),
        new Counter(bucket(2, user, ""), PER_USER),
        new Counter(bucket(3, "", address), PER_ADDRESS));
  }

  private int bucket(int kind, String user, String address) {
    int hash = Objects.hash(seed, kind, user, address);
    // The low bits alone would be those of the last character.
    return (hash ^ hash >>> 15) * 0x9e3779b1 >>> 32 - Integer.numberOfTrailingZeros(BUCKETS);
  }
}
