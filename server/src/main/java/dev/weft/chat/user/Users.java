package dev.weft.chat.user;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.Bearer;
import dev.weft.app.Passwords;
import dev.weft.app.UserId;
import dev.weft.chat.Page;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.User;
import dev.weft.chat.user.LiveDevices.Ending;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import dev.weft.tx.WorkOwner;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Registered users: who they are, how they prove it, and what goes with them when they go.
///
/// Passwords are hashed and compared outside of units of work: that is slow on purpose, and every
/// writer would wait.
public final class Users {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Transactions transactions;
  private final UserStore users;
  private final UserAffiliations affiliations;
  private final LiveDevices devices;
  private final Passwords passwords;
  private final Clock clock;

  /// @param devices those of a user end with what makes the user's tokens void
  public Users(
      Transactions transactions,
      UserStore users,
      UserAffiliations affiliations,
      LiveDevices devices,
      Passwords passwords,
      Clock clock) {
    this.transactions = transactions;
    this.users = users;
    this.affiliations = affiliations;
    this.devices = devices;
    this.passwords = passwords;
    this.clock = clock;
  }

  /// Someone to register. `toString` hides the password so that no log can leak it.
  public record NewUser(UserId id, String password, @Nullable String nickname) {
    @Override
    public String toString() {
      return "NewUser[id=" + id + ", password=***]";
    }
  }

  /// What became of one of several who should be registered.
  public sealed interface Registration {
    record Registered(User user) implements Registration {}

    record NameTaken(UserId id) implements Registration {}
  }

  /// Users to register whose passwords are hashed already.
  ///
  /// @param hashes by user; a user without one was found to be taken
  public record Prepared(List<NewUser> wanted, Map<UserId, String> hashes) {
    @Override
    public String toString() {
      return "Prepared[wanted=" + wanted + "]";
    }
  }

  /// Registers those whose names are free, in one unit of work, and answers for each, in order.
  public List<Registration> registerEach(App app, List<NewUser> wanted) {
    return register(app, prepare(app, wanted));
  }

  /// Hashes the passwords of those whose names are free, which takes long, and writes nothing.
  ///
  /// @throws Passwords.CrowdedException if too many passwords wait to be hashed
  public Prepared prepare(App app, List<NewUser> wanted) {
    List<NewUser> free =
        transactions.read(
            snapshot ->
                wanted.stream()
                    .filter(user -> !users.exists(snapshot, app.id(), user.id()))
                    .toList());
    return new Prepared(wanted, hash(free));
  }

  /// Registers those whose names are still free, in one unit of work, and answers for each, in
  /// order.
  public List<Registration> register(App app, Prepared prepared) {
    Instant now = clock.instant();
    return transactions.call(
        tx ->
            prepared.wanted().stream()
                .map(user -> insert(tx, app, user, prepared.hashes(), now))
                .toList());
  }

  /// Hashes side by side as many as [Passwords] lets run at once: more would only wait there, and
  /// keep others out.
  private Map<UserId, String> hash(List<NewUser> wanted) {
    Object owner = WorkOwner.current();
    int lines = Math.min(passwords.atOnce(), wanted.size());
    Map<UserId, String> hashes = new ConcurrentHashMap<>();
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> hashing = new ArrayList<>();
      for (int i = 0; i < lines; i++) {
        int first = i;
        hashing.add(
            CompletableFuture.runAsync(
                () ->
                    WorkOwner.run(
                        owner,
                        () -> {
                          for (int k = first; k < wanted.size(); k += lines) {
                            NewUser user = wanted.get(k);
                            hashes.put(user.id(), passwords.hash(user.password()));
                          }
                        }),
                each));
      }
      hashing.forEach(CompletableFuture::join);
      return hashes;
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException reason) {
        throw reason;
      }
      throw e;
    }
  }

  private Registration insert(
      Tx tx, App app, NewUser wanted, Map<UserId, String> hashes, Instant now) {
    @Nullable String hash = hashes.get(wanted.id());
    if (hash == null) {
      return new Registration.NameTaken(wanted.id());
    }
    User user =
        new User(
            wanted.id(), app.id(), UUID.randomUUID(), hash, wanted.nickname(), true, now, now, now);
    return users.insert(tx, user)
        ? new Registration.Registered(user)
        : new Registration.NameTaken(wanted.id());
  }

  /// The user, registered now with a password that nobody knows if there was none.
  public User findOrRegister(App app, UserId id) {
    return find(app, id)
        .orElseGet(
            () -> {
              registerEach(app, List.of(new NewUser(id, unknownPassword(), null)));
              return find(app, id)
                  .orElseThrow(() -> new IllegalStateException("deleted while registered"));
            });
  }

  private static String unknownPassword() {
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }

  public Optional<User> find(App app, UserId id) {
    return transactions.read(snapshot -> users.find(snapshot, app.id(), id));
  }

  /// Users by time of registration.
  public Page<User> list(App app, int limit, @Nullable String after) {
    return transactions.read(snapshot -> users.list(snapshot, app.id(), limit, after));
  }

  /// The user whose password this is.
  ///
  /// @throws RefusedException with [Refusal.SignInUnknownUser], [Refusal.SignInWrongPassword] or
  ///   [Refusal.SignInDeactivated]
  public User signIn(App app, UserId id, String password) {
    Optional<User> found = find(app, id);
    if (found.isEmpty()) {
      passwords.matchesNobody(password);
      throw new RefusedException(new Refusal.SignInUnknownUser());
    }
    User user = found.get();
    if (!passwords.matches(password, user.passwordHash())) {
      throw new RefusedException(new Refusal.SignInWrongPassword());
    }
    if (!user.activated()) {
      throw new RefusedException(new Refusal.SignInDeactivated());
    }
    return user;
  }

  /// The user a token speaks for, unless the user left, was deactivated or signed out since.
  public Optional<User> bearerOf(App app, Bearer.OfUser token) {
    return find(app, UserId.of(token.username()))
        .or(() -> findByUuid(app, token.username()))
        .filter(User::activated)
        .filter(user -> !token.issued().isBefore(user.tokensSince()));
  }

  /// Agora's tokens name a user by the UUID that registration has answered.
  private Optional<User> findByUuid(App app, String uuid) {
    return uuid.length() == 36
        ? transactions.read(snapshot -> users.findByUuid(snapshot, app.id(), uuid))
        : Optional.empty();
  }

  /// Gives a user another password; tokens issued until now are void. Empty if there is no such
  /// user.
  public Optional<User> changePassword(App app, UserId id, String password) {
    if (find(app, id).isEmpty()) {
      return Optional.empty();
    }
    String hash = passwords.hash(password);
    return change(app, id, Ending.PASSWORD_CHANGED, (user, now) -> user.withPassword(hash, now));
  }

  /// Lets a user sign in, or no longer; whoever is signed in is put out then. Empty if there is no
  /// such user.
  public Optional<User> setActivated(App app, UserId id, boolean activated) {
    return change(
        app,
        id,
        activated ? null : Ending.DEACTIVATED,
        (user, now) -> user.withActivated(activated, now));
  }

  /// Puts out everybody who is signed in as this user. Empty if there is no such user.
  public Optional<User> signOut(App app, UserId id) {
    return change(app, id, Ending.SIGNED_OUT, User::signedOut);
  }

  /// @param ends why the user's sessions end by it; null if they go on
  private Optional<User> change(
      App app, UserId id, @Nullable Ending ends, BiFunction<User, Instant, User> change) {
    return transactions.call(
        tx -> {
          Optional<User> changed =
              users
                  .findForUpdate(tx, app.id(), id)
                  .map(user -> change.apply(user, clock.instant()));
          changed.ifPresent(user -> users.update(tx, user));
          if (changed.isPresent() && ends != null) {
            devices.end(tx, app, id, ends);
          }
          return changed;
        });
  }

  /// Deletes a user and, as the vendor does, the groups the user owns. Other groups and their
  /// threads are left first. Empty if there is no such user.
  ///
  /// That is one unit of work, unless the user is in very many groups: then it takes several, and
  /// the user goes with the last.
  public Optional<User> delete(App app, Actor by, UserId id) {
    Optional<User> user = find(app, id);
    boolean gone = user.isEmpty();
    while (!gone) {
      gone = transactions.call(tx -> deleteStep(tx, app, by, id));
    }
    return user;
  }

  private boolean deleteStep(Tx tx, App app, Actor by, UserId id) {
    Optional<User> user = users.findForUpdate(tx, app.id(), id);
    if (user.isEmpty()) {
      return true;
    }
    if (!affiliations.end(tx, app, by, id, clock.instant())) {
      return false;
    }
    devices.end(tx, app, id, Ending.DELETED);
    users.delete(tx, user.get());
    return true;
  }
}
