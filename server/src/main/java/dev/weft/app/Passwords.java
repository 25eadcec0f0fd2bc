package dev.weft.app;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/// Hashes and checks passwords and client secrets with bcrypt.
///
/// Hashing is slow on purpose, so only a few run at once: a burst of registrations must not take
/// the processor from the messages.
public final class Passwords {

  private final int cost;
  private final Semaphore running =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

  /// @param cost bcrypt's cost, 4 to 31; each step doubles the time of one hash
  public Passwords(int cost) {
    if (cost < 4 || cost > 31) {
      throw new IllegalArgumentException("the bcrypt cost must be 4 to 31, not " + cost);
    }
    this.cost = cost;
  }

  /// The hash to keep for `password`.
  public String hash(String password) {
    running.acquireUninterruptibly();
    try {
      byte[] hash =
          BCrypt.with(LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A))
              .hash(cost, password.getBytes(StandardCharsets.UTF_8));
      return new String(hash, StandardCharsets.US_ASCII);
    } finally {
      running.release();
    }
  }

  /// Whether `password` is the one `hash` was made from.
  public boolean matches(String password, String hash) {
    running.acquireUninterruptibly();
    try {
      return BCrypt.verifyer(
              BCrypt.Version.VERSION_2A,
              LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A))
          .verify(
              password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII))
          .verified;
    } finally {
      running.release();
    }
  }
}
