package dev.weft.app;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Hashes and checks passwords and client secrets with bcrypt.
///
/// Hashing is slow on purpose, so only a few run at once: a burst of registrations must not take
/// the processor from the messages. Who waits is in [HashQueue]: the servers of apps go first, and
/// of those who log in with a password only so many wait.
public final class Passwords {

  private final int cost;
  private final HashQueue queue =
      new HashQueue(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  private volatile @Nullable String nobodysHash;

  /// @param cost bcrypt's cost, 4 to 31; each step doubles the time of one hash
  public Passwords(int cost) {
    if (cost < 4 || cost > 31) {
      throw new IllegalArgumentException("the bcrypt cost must be 4 to 31, not " + cost);
    }
    this.cost = cost;
  }

  /// The hash to keep for `password`.
  public String hash(String password) {
    queue.enter(HashQueue.Turn.CHANGE);
    try {
      return hashNow(password);
    } finally {
      queue.leave();
    }
  }

  private String hashNow(String password) {
    byte[] hash =
        BCrypt.with(LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A))
            .hash(cost, password.getBytes(StandardCharsets.UTF_8));
    return new String(hash, StandardCharsets.US_ASCII);
  }

  /// Whether `password` is the one `hash` was made from.
  ///
  /// @throws LoginsBusyException if too many wait for that already
  public boolean matches(String password, String hash) {
    return matches(HashQueue.Turn.USER, password, hash);
  }

  /// [#matches] for the secret of an app, whose server should not wait for users.
  ///
  /// @throws LoginsBusyException if too many wait for that already
  boolean matchesSecret(String secret, String hash) {
    return matches(HashQueue.Turn.APP, secret, hash);
  }

  /// Takes the time of [#matches] for somebody who does not exist, so that the time does not tell.
  ///
  /// @throws LoginsBusyException if too many wait for that already
  public void matchNobody(String password) {
    String hash = nobodysHash;
    if (hash == null) {
      hash = hash(UUID.randomUUID().toString());
      nobodysHash = hash;
    }
    boolean _ = matches(HashQueue.Turn.USER, password, hash);
  }

  private boolean matches(HashQueue.Turn turn, String password, String hash) {
    queue.enter(turn);
    try {
      return BCrypt.verifyer(
              BCrypt.Version.VERSION_2A,
              LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A))
          .verify(
              password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII))
          .verified;
    } finally {
      queue.leave();
    }
  }
}
