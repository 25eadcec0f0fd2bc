package dev.weft.app.operator;

import dev.weft.app.AppKey;
import dev.weft.app.GuessLimiter;
import dev.weft.app.OperatorRole;
import dev.weft.app.Passwords;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Operators and how they get in: by name and password, or by a link that works once.
///
/// Links and sessions are random secrets of 256 bits, and the store has only their hashes. A
/// session is read from the store with each request, so that logging out, a deleted operator and a
/// lowered role count at once, on every node.
public final class Operators {

  /// How long a one-time link works.
  public static final Duration LINK_LIFE = Duration.ofMinutes(15);

  /// How long a session lasts.
  public static final Duration SESSION_LIFE = Duration.ofHours(12);

  /// The longest life of a tenant link and the session it opens.
  public static final Duration MAX_TENANT_LIFE = Duration.ofDays(30);

  /// How long the audit log is kept.
  public static final Duration AUDIT_LIFE = Duration.ofDays(180);

  /// The end of what has none: the last second of the year 9999.
  private static final Instant NEVER = Instant.ofEpochSecond(253_402_300_799L);

  /// Failures of one name, or from one address, before there is a wait.
  static final int MAX_FAILURES = 5;

  /// How long failures count.
  static final Duration FAILURES_COUNT = Duration.ofMinutes(15);

  /// The shortest password.
  public static final int MIN_PASSWORD = 10;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,32}");

  private final Transactions transactions;
  private final OperatorStore store;
  private final Passwords passwords;
  private final Clock clock;
  private final GuessLimiter limiter;

  /// What an unknown name is checked against, so that it takes as long as a known one.
  private final String nobodysHash;

  public Operators(
      Transactions transactions, OperatorStore store, Passwords passwords, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.passwords = passwords;
    this.clock = clock;
    this.limiter = new GuessLimiter(clock, MAX_FAILURES, FAILURES_COUNT);
    this.nobodysHash = passwords.hash(OperatorSecrets.fresh());
  }

  public List<Operator> all() {
    return transactions.read(store::all);
  }

  public boolean exist() {
    return !all().isEmpty();
  }

  /// The operator of this name, if there is one.
  public Optional<Operator> find(String name) {
    return transactions.read(snapshot -> store.find(snapshot, name));
  }

  /// Adds an operator.
  ///
  /// @param password empty for none
  /// @throws OperatorRefusedException if the name is taken or not allowed, or the password too
  ///   short
  public Operator add(String name, OperatorRole role, boolean seesText, String password) {
    if (!NAME.matcher(name).matches()) {
      throw new OperatorRefusedException(
          "the name of an operator has 1 to 32 letters, digits, '.', '_' or '-'");
    }
    Operator operator = new Operator(name, role, seesText, hash(password), clock.instant(), null);
    transactions.call(
        tx -> {
          if (store.find(tx, name).isPresent()) {
            throw new OperatorRefusedException(
                "there is an operator named \"" + name + "\" already");
          }
          store.insert(tx, operator);
          return operator;
        });
    return operator;
  }

  /// Changes what is not null. A new password ends every session of the operator.
  ///
  /// @throws OperatorRefusedException if there is no such operator, or it is the last admin
  public Operator change(
      String name,
      @Nullable OperatorRole role,
      @Nullable Boolean seesText,
      @Nullable String password) {
    @Nullable String hash = password == null ? null : hash(password);
    return transactions.call(
        tx -> {
          Operator old = existing(tx, name);
          Operator changed =
              new Operator(
                  name,
                  role == null ? old.role() : role,
                  seesText == null ? old.seesText() : seesText,
                  hash == null ? old.passwordHash() : hash,
                  old.created(),
                  old.lastLogin());
          store.update(tx, changed);
          requireAdmin(tx);
          if (hash != null) {
            store.deleteSessions(tx, name);
          }
          return changed;
        });
  }

  /// Deletes an operator, who is logged out by it.
  ///
  /// @throws OperatorRefusedException if there is no such operator, or it is the last admin
  public void remove(String name) {
    transactions.call(
        tx -> {
          Operator old = existing(tx, name);
          store.delete(tx, name);
          if (store.all(tx).size() > 0) {
            requireAdmin(tx);
          }
          return old;
        });
  }

  private Operator existing(Snapshot snapshot, String name) {
    return store
        .find(snapshot, name)
        .orElseThrow(
            () -> new OperatorRefusedException("there is no operator named \"" + name + "\""));
  }

  private void requireAdmin(Tx tx) {
    if (store.all(tx).stream().noneMatch(operator -> operator.role() == OperatorRole.ADMIN)) {
      throw new OperatorRefusedException("the last admin cannot go: make another one first");
    }
  }

  private String hash(String password) {
    if (password.isEmpty()) {
      return "";
    }
    if (password.length() < MIN_PASSWORD) {
      throw new OperatorRefusedException("a password has at least " + MIN_PASSWORD + " characters");
    }
    return passwords.hash(password);
  }

  /// A secret that lets the operator in once, within [#LINK_LIFE].
  ///
  /// @throws OperatorRefusedException if there is no such operator
  public String link(String name) {
    return link(name, "", LINK_LIFE);
  }

  /// A token of the operator for scripts. It has no end: logging the operator out everywhere,
  /// another password and deleting the operator void it.
  ///
  /// @throws OperatorRefusedException if there is no such operator
  public String token(String name) {
    String secret = OperatorSecrets.fresh();
    return transactions.call(
        tx -> {
          Operator _ = existing(tx, name);
          store.addSession(
              tx, new OperatorStore.Pass(OperatorSecrets.digest(secret), name, "", NEVER));
          return secret;
        });
  }

  /// A secret that shows one app, read-only, to whoever has it; it works once, and what it opens
  /// ends at the same time.
  public String tenantLink(AppKey app, Duration life) {
    if (life.isNegative() || life.isZero() || life.compareTo(MAX_TENANT_LIFE) > 0) {
      throw new OperatorRefusedException("a link to an app lasts from a minute to 30 days");
    }
    return link("", app.toString(), life);
  }

  private String link(String name, String tenant, Duration life) {
    String secret = OperatorSecrets.fresh();
    Instant now = clock.instant();
    transactions.call(
        tx -> {
          if (!name.isEmpty()) {
            Operator _ = existing(tx, name);
          }
          store.deleteExpired(tx, now);
          store.addLink(
              tx,
              new OperatorStore.Pass(OperatorSecrets.digest(secret), name, tenant, now.plus(life)));
          return secret;
        });
    return secret;
  }

  /// Lets somebody in by a one-time link.
  ///
  /// @param address where the attempt comes from
  public LoginOutcome enterByLink(String link, String address) {
    if (!limiter.begin("from " + address)) {
      return new LoginOutcome.TooMany();
    }
    String secret = OperatorSecrets.fresh();
    Instant now = clock.instant();
    Optional<OperatorStore.Pass> opened =
        transactions.call(
            tx -> {
              Optional<OperatorStore.Pass> pass =
                  store
                      .takeLink(tx, OperatorSecrets.digest(link))
                      .filter(found -> found.expires().isAfter(now))
                      .map(found -> sessionOf(found, secret, now));
              pass.ifPresent(session -> begin(tx, session, now));
              return pass;
            });
    return granted(opened, secret, "from " + address);
  }

  /// Lets somebody in by name and password.
  ///
  /// @param address where the attempt comes from
  public LoginOutcome enter(String name, String password, String address) {
    if (!limiter.begin("name " + name) || !limiter.begin("from " + address)) {
      return new LoginOutcome.TooMany();
    }
    Optional<Operator> operator = find(name).filter(found -> !found.passwordHash().isEmpty());
    boolean good =
        passwords.matches(password, operator.map(Operator::passwordHash).orElse(nobodysHash));
    if (!good || operator.isEmpty()) {
      return new LoginOutcome.Refused();
    }
    String secret = OperatorSecrets.fresh();
    Instant now = clock.instant();
    OperatorStore.Pass pass =
        new OperatorStore.Pass(OperatorSecrets.digest(secret), name, "", now.plus(SESSION_LIFE));
    transactions.call(
        tx -> {
          begin(tx, pass, now);
          return pass;
        });
    limiter.succeeded("name " + name);
    return granted(Optional.of(pass), secret, "from " + address);
  }

  private OperatorStore.Pass sessionOf(OperatorStore.Pass link, String secret, Instant now) {
    Instant expires = link.tenant().isEmpty() ? now.plus(SESSION_LIFE) : link.expires();
    return new OperatorStore.Pass(
        OperatorSecrets.digest(secret), link.operator(), link.tenant(), expires);
  }

  private void begin(Tx tx, OperatorStore.Pass session, Instant now) {
    store.deleteExpired(tx, now);
    store.deleteAudit(tx, now.minus(AUDIT_LIFE));
    store.addSession(tx, session);
    store
        .find(tx, session.operator())
        .ifPresent(
            one ->
                store.update(
                    tx,
                    new Operator(
                        one.name(),
                        one.role(),
                        one.seesText(),
                        one.passwordHash(),
                        one.created(),
                        now)));
  }

  private LoginOutcome granted(Optional<OperatorStore.Pass> pass, String secret, String key) {
    Optional<OperatorSession> session = pass.flatMap(_ -> session(secret));
    if (session.isEmpty()) {
      return new LoginOutcome.Refused();
    }
    limiter.succeeded(key);
    return new LoginOutcome.Granted(secret, session.get());
  }

  /// The session of a secret, if it holds.
  public Optional<OperatorSession> session(String secret) {
    Instant now = clock.instant();
    return transactions.read(
        snapshot ->
            store
                .session(snapshot, OperatorSecrets.digest(secret))
                .filter(pass -> pass.expires().isAfter(now))
                .flatMap(pass -> session(snapshot, pass)));
  }

  private Optional<OperatorSession> session(Snapshot snapshot, OperatorStore.Pass pass) {
    if (!pass.tenant().isEmpty()) {
      return AppKey.parse(pass.tenant())
          .map(
              app -> new OperatorSession("tenant", OperatorRole.VIEWER, true, app, pass.expires()));
    }
    return store
        .find(snapshot, pass.operator())
        .map(
            one ->
                new OperatorSession(one.name(), one.role(), one.seesText(), null, pass.expires()));
  }

  /// Ends one session.
  public void leave(String secret) {
    transactions.run(tx -> store.deleteSession(tx, OperatorSecrets.digest(secret)));
  }

  /// Ends every session of an operator.
  public void leaveEverywhere(String name) {
    transactions.run(tx -> store.deleteSessions(tx, name));
  }

  /// How many sessions each operator has.
  public Map<String, Integer> sessions() {
    Instant now = clock.instant();
    return transactions.read(snapshot -> store.sessions(snapshot, now));
  }
}
