package dev.weft.app;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import dev.weft.loop.FairPlaces;
import dev.weft.tx.WorkOwner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Hashes and checks passwords and client secrets with bcrypt.
///
/// Hashing is slow on purpose, so only a few run at once: a burst of registrations must not take
/// the processor from the messages. Only so many wait, and each only so long: the others are told
/// to come again. What apps prove themselves with has a lane of its own, so that nobody who guesses
/// at users keeps an app's server out; within a lane, apps take turns.
public final class Passwords {

  /// The most that wait in a lane.
  static final int MAX_WAITING = 200;

  /// The longest that one waits.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int cost;
  private final int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private final FairPlaces users = new FairPlaces(atOnce, MAX_WAITING);
  private final FairPlaces apps = new FairPlaces(1, MAX_WAITING);

  /// What an unknown user's password is compared with, made when it is first needed.
  private volatile @Nullable String nobody;

  /// Too many wait already: nothing was checked.
  public static final class CrowdedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CrowdedException() {
      super("too many passwords wait to be checked", null, false, false);
    }
  }

  /// @param cost bcrypt's cost, 4 to 31; each step doubles the time of one hash
  public Passwords(int cost) {
    if (cost < 4 || cost > 31) {
      throw new IllegalArgumentException("the bcrypt cost must be 4 to 31, not " + cost);
    }
    this.cost = cost;
  }

  /// How many passwords of users are hashed or checked at once.
  public int atOnce() {
    return atOnce;
  }

  /// The hash to keep for `password`.
  ///
  /// @throws CrowdedException if too many wait
  public String hash(String password) {
    Object owner = enter(users);
    try {
      byte[] hash =
          BCrypt.with(LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A))
              .hash(cost, password.getBytes(StandardCharsets.UTF_8));
      return new String(hash, StandardCharsets.US_ASCII);
    } finally {
      users.leave(owner);
    }
  }

  /// Whether `password` is the one `hash` was made from.
  ///
  /// @throws CrowdedException if too many wait
  public boolean matches(String password, String hash) {
    return matches(users, password, hash);
  }

  /// [#matches] for what an app proves itself with.
  boolean matchesFirst(String password, String hash) {
    return matches(apps, password, hash);
  }

  /// Takes as long as [#matches] does, for a user who is not there.
  ///
  /// @throws CrowdedException if too many wait
  public void matchesNobody(String password) {
    @Nullable String hash = nobody;
    if (hash == null) {
      hash = hash("nobody");
      nobody = hash;
    }
    boolean _ = matches(users, password, hash);
  }

  /// Answers for whom a place was taken.
  private static Object enter(FairPlaces lane) {
    Object owner = WorkOwner.current();
    try {
      if (lane.enter(owner, PATIENCE) != FairPlaces.Entry.TAKEN) {
        throw new CrowdedException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CrowdedException();
    }
    return owner;
  }

  private static boolean matches(FairPlaces lane, String password, String hash) {
    Object owner = enter(lane);
    try {
      return BCrypt.verifyer(
              BCrypt.Version.VERSION_2A,
              LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A))
          .verify(
              password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII))
          .verified;
    } finally {
      lane.leave(owner);
    }
  }
}
