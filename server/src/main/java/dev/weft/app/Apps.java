package dev.weft.app;

import dev.weft.tx.Transactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The apps of this installation and their credentials.
public final class Apps {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Transactions transactions;
  private final AppStore store;
  private final Passwords passwords;
  private final Clock clock;

  /// An app never goes away and its identity never changes, so what was found once may be kept; its
  /// credentials are read anew whenever they are checked. An app that is not here is looked up each
  /// time: it may have been created by another process.
  private final ConcurrentMap<AppKey, App> known = new ConcurrentHashMap<>();

  public Apps(Transactions transactions, AppStore store, Passwords passwords, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.passwords = passwords;
    this.clock = clock;
  }

  /// The app named `key`, if there is one.
  public Optional<App> find(AppKey key) {
    App app = known.get(key);
    if (app != null) {
      return Optional.of(app);
    }
    Optional<App> found = transactions.read(snapshot -> store.find(snapshot, key));
    found.ifPresent(fresh -> known.put(key, fresh));
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
    String hash = passwords.hash(credentials.clientSecret());
    return transactions.call(
        tx -> {
          if (store.find(tx, key).isPresent()) {
            return Optional.empty();
          }
          return Optional.of(store.insert(tx, fresh(key, credentials.clientId(), hash)));
        });
  }

  /// Makes sure that the app exists with exactly these credentials, whatever was there before.
  public App ensure(AppKey key, Credentials credentials) {
    Optional<App> present = transactions.read(snapshot -> store.find(snapshot, key));
    if (present.isPresent() && accepts(present.get(), credentials)) {
      return present.get();
    }
    String hash = passwords.hash(credentials.clientSecret());
    App ensured =
        transactions.call(
            tx -> {
              Optional<App> old = store.find(tx, key);
              if (old.isEmpty()) {
                return store.insert(tx, fresh(key, credentials.clientId(), hash));
              }
              App changed = old.get().withCredentials(credentials.clientId(), hash);
              store.update(tx, changed);
              return changed;
            });
    known.put(key, ensured);
    return ensured;
  }

  /// Whether `clientId` is that of `app` as it is stored now: another process may have changed it.
  public boolean hasClientId(App app, String clientId) {
    return stored(app).clientId().equals(clientId);
  }

  /// Whether `credentials` are those of `app` as they are stored now, both halves.
  public boolean accepts(App app, Credentials credentials) {
    App now = stored(app);
    return now.clientId().equals(credentials.clientId())
        && passwords.matchesSecret(credentials.clientSecret(), now.secretHash());
  }

  private App stored(App app) {
    return transactions.read(snapshot -> store.find(snapshot, app.key())).orElse(app);
  }

  private App fresh(AppKey key, String clientId, String secretHash) {
    return new App(new AppId(0), key, UUID.randomUUID(), clientId, secretHash, clock.instant());
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
