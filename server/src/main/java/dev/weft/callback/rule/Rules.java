package dev.weft.callback.rule;

import dev.weft.app.App;
import dev.weft.chat.Page;
import dev.weft.delivery.RuleId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The callback rules of an app: make, read, change, remove. The vendor has no API for it; this is
/// ours.
public final class Rules {

  /// How long the old signing secret stays live beside a new one: a day to roll it out everywhere.
  private static final Duration ROTATION = Duration.ofDays(1);

  /// 32 bytes: as long as the HMAC's output, within the 24 to 64 of Standard Webhooks.
  private static final int SECRET_BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Transactions transactions;
  private final RuleStore store;
  private final RuleHistory history;
  private final RuleRegistry book;
  private final UrlCheck urlCheck;
  private final Clock clock;
  private final int limit;
  private final Consumer<RuleId> changed;
  private volatile Consumer<RuleId> followed;

  /// @param limit the most rules of one app
  /// @param changed told after each change, once it is durable and in the book
  public Rules(
      Transactions transactions,
      RuleStore store,
      RuleHistory history,
      RuleRegistry book,
      UrlCheck urlCheck,
      Clock clock,
      int limit,
      Consumer<RuleId> changed) {
    this.transactions = transactions;
    this.store = store;
    this.history = history;
    this.book = book;
    this.urlCheck = urlCheck;
    this.clock = clock;
    this.limit = limit;
    this.changed = changed;
    followed = _ -> {};
    refresh();
    book.readBy(this::refresh);
  }

  /// From now on `heard` is told of each rule that another node has made, changed or deleted, once
  /// it is in the book.
  public void follow(Consumer<RuleId> heard) {
    followed = heard;
  }

  /// Looks whether another node has changed rules. Costs one reading if none has.
  public void refresh() {
    if (transactions.read(store::version) == book.version()) {
      return;
    }
    record Read(List<CallbackRule> rules, long version) {}
    Read read = transactions.read(now -> new Read(store.all(now), store.version(now)));
    book.load(read.rules(), read.version()).forEach(followed);
  }

  /// Says whether a URL may be called.
  public interface UrlCheck {

    /// Why not, in one sentence; empty if it may.
    Optional<String> refusal(java.net.URI url);
  }

  /// All rules of the app, oldest first.
  public List<CallbackRule> list(App app) {
    return book.ofApp(app.id());
  }

  /// A page of them. A page costs the same wherever it begins, and however many rules there are.
  ///
  /// @param cursor [Page#next] of the page before; null for the first one, and one that is not ours
  ///   finds nothing
  /// @param limit the most on one page, at least 1
  public Page<CallbackRule> list(App app, @Nullable String cursor, int limit) {
    long after = cursor == null ? Long.MIN_VALUE : number(cursor);
    List<CallbackRule> found = book.ofApp(app.id(), after, limit + 1);
    return Page.of(found, limit, rule -> Long.toString(rule.id().value()));
  }

  private static long number(String cursor) {
    return cursor.matches("[0-9]{1,18}") ? Long.parseLong(cursor) : Long.MAX_VALUE;
  }

  /// The rule with this number, if the app still has it.
  public Optional<CallbackRule> find(App app, RuleId id) {
    return book.find(app.id(), id);
  }

  public Optional<CallbackRule> find(App app, String name) {
    return book.find(app.id(), name);
  }

  /// Makes a rule.
  ///
  /// @throws RuleRefusedException if its name is taken, its URL may not be called, or there are too
  ///   many
  public CallbackRule create(App app, RuleSpec spec) {
    checkUrl(spec);
    return insert(app, spec);
  }

  /// Makes a rule whose URL [was checked][#checkUrl] before.
  ///
  /// @throws RuleRefusedException if its name is taken, or there are too many
  public CallbackRule insert(App app, RuleSpec spec) {
    Instant now = clock.instant();
    CallbackRule rule =
        new CallbackRule(
            new RuleId(0),
            app.id(),
            spec.name(),
            spec.target(),
            spec.enabled(),
            spec.events(),
            spec.filter(),
            spec.pace(),
            new RuleSecrets(
                spec.secret().orElseGet(() -> random(16)),
                spec.signingSecret().orElseGet(Rules::newSigningSecret),
                null,
                null),
            spec.options(),
            now,
            now);
    CallbackRule done =
        transactions.call(
            tx -> {
              long made = store.beginChange(tx);
              if (store.find(tx, app.id(), spec.name()).isPresent()) {
                throw new RuleRefusedException(
                    RuleRefusedException.Kind.EXISTS,
                    "a callback rule named \"" + spec.name() + "\" exists already");
              }
              if (store.count(tx, app.id()) >= limit) {
                throw new RuleRefusedException(
                    RuleRefusedException.Kind.TOO_MANY,
                    "the app has "
                        + limit
                        + " callback rules already; the setting callback.rulesPerApp allows more");
              }
              CallbackRule kept = store.insert(tx, rule);
              history.began(tx, kept);
              tx.afterCommit(() -> book.put(kept, made));
              return kept;
            });
    return told(done);
  }

  /// Changes a rule. A new signing secret leaves the old one live for a day.
  ///
  /// @throws RuleRefusedException if there is no such rule, or its URL may not be called
  public CallbackRule update(App app, String name, UnaryOperator<RuleSpec> change) {
    checkUrl(app, name, change);
    return change(app, name, change);
  }

  /// Changes a rule to a URL that [was checked][#checkUrl] before.
  ///
  /// @throws RuleRefusedException if there is no such rule
  public CallbackRule change(App app, String name, UnaryOperator<RuleSpec> change) {
    CallbackRule done =
        transactions.call(
            tx -> {
              long made = store.beginChange(tx);
              CallbackRule old = existing(tx, app, name);
              RuleSpec spec = change.apply(RuleSpec.of(old));
              Instant now = clock.instant();
              RuleSecrets secrets = old.secrets();
              if (spec.secret().isPresent()) {
                secrets = secrets.withVendor(spec.secret().get());
              }
              if (spec.signingSecret().isPresent()) {
                secrets = secrets.rotated(spec.signingSecret().get(), now.plus(ROTATION));
              }
              CallbackRule after =
                  new CallbackRule(
                      old.id(),
                      old.app(),
                      old.name(),
                      spec.target(),
                      spec.enabled(),
                      spec.events(),
                      spec.filter(),
                      spec.pace(),
                      secrets,
                      spec.options(),
                      old.created(),
                      now);
              store.update(tx, after);
              history.began(tx, after);
              tx.afterCommit(() -> book.put(after, made));
              return after;
            });
    return told(done);
  }

  /// Removes a rule and answers what it was.
  ///
  /// @throws RuleRefusedException if there is no such rule
  public CallbackRule delete(App app, String name) {
    CallbackRule done =
        transactions.call(
            tx -> {
              long made = store.beginChange(tx);
              CallbackRule rule = existing(tx, app, name);
              store.delete(tx, rule.id());
              history.ended(tx, rule.id(), clock.instant());
              tx.afterCommit(() -> book.remove(rule.id(), made));
              return rule;
            });
    return told(done);
  }

  /// Tells of a change outside of its transaction: who hears of it may begin one of its own.
  private CallbackRule told(CallbackRule rule) {
    transactions.afterwards(() -> changed.accept(rule.id()));
    return rule;
  }

  private CallbackRule existing(Snapshot now, App app, String name) {
    return store.find(now, app.id(), name).orElseThrow(() -> RuleRefusedException.unknown(name));
  }

  /// Checks the URL that a rule is to have. That asks a name server, so it stays outside of units
  /// of work.
  ///
  /// @throws RuleRefusedException if there is no such rule, or the URL may not be called
  public void checkUrl(App app, String name, UnaryOperator<RuleSpec> change) {
    checkUrl(change.apply(RuleSpec.of(transactions.read(now -> existing(now, app, name)))));
  }

  /// The same for a rule that is to be made.
  ///
  /// @throws RuleRefusedException if the URL may not be called
  public void checkUrl(RuleSpec spec) {
    spec.target()
        .requested()
        .flatMap(urlCheck::refusal)
        .ifPresent(
            sentence -> {
              throw new RuleRefusedException(RuleRefusedException.Kind.URL, sentence);
            });
  }

  private static String newSigningSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
