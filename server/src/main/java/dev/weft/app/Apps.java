package dev.weft.app;

import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The apps of this installation and their credentials.
public final class Apps {

  /// How long an app that was found is taken to be as it was.
  static final Duration KNOWN = Duration.ofSeconds(1);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Transactions transactions;
  private final AppStore store;
  private final Passwords passwords;
  private final Sealer sealer;
  private final Clock clock;

  /// What was found is kept for a moment: another process may revoke tokens, and that is to be
  /// known everywhere within [#KNOWN]. An app that is not here is looked up each time.
  private final ConcurrentMap<Object, Known> known = new ConcurrentHashMap<>();

  private record Known(App app, Instant since) {}

  public Apps(
      Transactions transactions, AppStore store, Passwords passwords, Sealer sealer, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.passwords = passwords;
    this.sealer = sealer;
    this.clock = clock;
  }

  /// The app named `key`, if there is one, as it was a moment ago at most.
  public Optional<App> find(AppKey key) {
    return find(key, snapshot -> store.find(snapshot, key));
  }

  /// The app with this number, if there is one.
  public Optional<App> find(AppId id) {
    return all().stream().filter(app -> app.id().equals(id)).findFirst();
  }

  /// The app of this name in Agora's realm, if there is one.
  public Optional<App> findByAppId(String appId) {
    return AgoraApp.isLegal(appId)
        ? find(appId, snapshot -> store.findByAppId(snapshot, appId))
        : Optional.empty();
  }

  private Optional<App> find(Object name, Function<Snapshot, Optional<App>> read) {
    Instant now = clock.instant();
    @Nullable Known one = known.get(name);
    if (one != null && Duration.between(one.since(), now).abs().compareTo(KNOWN) < 0) {
      return Optional.of(one.app());
    }
    Optional<App> found = transactions.read(read);
    found.ifPresent(fresh -> known.put(name, new Known(fresh, now)));
    return found;
  }

  public List<App> all() {
    return transactions.read(store::all);
  }

  /// Credentials nobody can guess.
  public static Credentials randomCredentials() {
    return new Credentials(random(16), random(32));
  }

  /// Creates the app with these credentials; empty if it exists already, and then keeps its own.
  public Optional<App> create(AppKey key, Credentials credentials) {
    return create(key, credentials, null);
  }

  /// [#create] in Agora's realm too; empty also if another app has the id.
  ///
  /// @param agora null to leave it out of that realm
  public Optional<App> create(AppKey key, Credentials credentials, @Nullable AgoraApp agora) {
    String hash = passwords.hash(credentials.clientSecret());
    return transactions.call(
        tx -> {
          boolean taken =
              store.find(tx, key).isPresent()
                  || (agora != null && store.findByAppId(tx, agora.id()).isPresent());
          return taken
              ? Optional.empty()
              : Optional.of(store.insert(tx, fresh(key, credentials, hash, agora)));
        });
  }

  /// Makes sure that the app exists with exactly these credentials, whatever was there before.
  public App ensure(AppKey key, Credentials credentials) {
    Optional<App> present = transactions.read(snapshot -> store.find(snapshot, key));
    if (present.isPresent()
        && accepts(present.get(), credentials)
        && present.get().sealed().clientSecret() != null) {
      return present.get();
    }
    String hash = passwords.hash(credentials.clientSecret());
    App ensured =
        transactions.call(
            tx -> {
              Optional<App> old = store.find(tx, key);
              if (old.isEmpty()) {
                return store.insert(tx, fresh(key, credentials, hash, null));
              }
              return update(tx, changed(old.get(), credentials, hash));
            });
    known.clear();
    return ensured;
  }

  /// Gives the app another client secret. Tokens that were issued for the old one are void, here at
  /// once and on other nodes within a second. Empty if there is no such app.
  public Optional<Credentials> rotateSecret(AppKey key) {
    Optional<App> old = transactions.read(snapshot -> store.find(snapshot, key));
    if (old.isEmpty()) {
      return Optional.empty();
    }
    Credentials fresh = new Credentials(old.get().clientId(), random(32));
    String hash = passwords.hash(fresh.clientSecret());
    return change(key, app -> changed(app, fresh, hash)).map(_ -> fresh);
  }

  /// Voids every app token of the app, here at once and on other nodes within a second. Empty if
  /// there is no such app.
  public Optional<App> revokeTokens(AppKey key) {
    return change(key, App::ofNextGeneration);
  }

  private Optional<App> change(AppKey key, UnaryOperator<App> change) {
    Optional<App> changed =
        transactions.call(tx -> store.find(tx, key).map(app -> update(tx, change.apply(app))));
    known.clear();
    return changed;
  }

  private App update(Tx tx, App app) {
    store.update(tx, app);
    return app;
  }

  private App changed(App app, Credentials credentials, String hash) {
    return app.withCredentials(
        credentials.clientId(), hash, sealer.seal(credentials.clientSecret()));
  }

  /// The App Certificate; empty if the app is not in Agora's realm.
  Optional<String> certificate(App app) {
    return Optional.ofNullable(app.sealed().certificate()).map(sealer::open);
  }

  /// The client secret; empty if the app was made before secrets were sealed.
  Optional<String> clientSecret(App app) {
    return Optional.ofNullable(app.sealed().clientSecret()).map(sealer::open);
  }

  /// Whether `clientId` is that of `app` as it is stored now: another process may have changed it.
  public boolean hasClientId(App app, String clientId) {
    return stored(app).clientId().equals(clientId);
  }

  /// Whether `credentials` are those of `app` as they are stored now, both halves.
  ///
  /// The right secret is known at once, by the one that is stored sealed. A wrong one costs a place
  /// in the queue of bcrypt: who guesses waits, and keeps nobody out who need not guess.
  ///
  /// @throws Passwords.CrowdedException if too many wait there
  public boolean accepts(App app, Credentials credentials) {
    App now = stored(app);
    return now.clientId().equals(credentials.clientId())
        && (clientSecret(now).filter(secret -> isSame(secret, credentials)).isPresent()
            || passwords.matchesFirst(credentials.clientSecret(), now.secretHash()));
  }

  /// In constant time.
  private static boolean isSame(String secret, Credentials credentials) {
    return MessageDigest.isEqual(
        secret.getBytes(StandardCharsets.UTF_8),
        credentials.clientSecret().getBytes(StandardCharsets.UTF_8));
  }

  private App stored(App app) {
    return transactions.read(snapshot -> store.find(snapshot, app.key())).orElse(app);
  }

  private App fresh(AppKey key, Credentials credentials, String hash, @Nullable AgoraApp agora) {
    App app =
        new App(
            new AppId(0),
            key,
            UUID.randomUUID(),
            credentials.clientId(),
            hash,
            clock.instant(),
            0,
            null,
            new App.Sealed(sealer.seal(credentials.clientSecret()), null));
    return agora == null ? app : app.inAgora(agora.id(), sealer.seal(agora.certificate()));
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
