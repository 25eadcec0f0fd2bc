package dev.weft.delivery.redrive;

import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Endpoints;
import dev.weft.delivery.ExpiredCallback;
import dev.weft.delivery.RuleId;
import dev.weft.tx.Transactions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Exception storage: callbacks whose policy has given them up, to be seen and resent for some
/// days.
public final class ExceptionStorage {

  /// Callbacks that expire in one transaction, so that no writer waits long.
  private static final int EXPIRED_AT_ONCE = 500;

  private static final Logger log = LoggerFactory.getLogger(ExceptionStorage.class);

  private final Transactions transactions;
  private final ExceptionStore store;
  private final Jobs jobs;
  private final Endpoints endpoints;
  private final Clock clock;
  private final DeliveryListener listener;
  private final Duration kept;

  /// @param kept how long a callback stays here at least
  public ExceptionStorage(
      Transactions transactions,
      ExceptionStore store,
      Jobs jobs,
      Endpoints endpoints,
      Clock clock,
      DeliveryListener listener,
      Duration kept) {
    this.transactions = transactions;
    this.store = store;
    this.jobs = jobs;
    this.endpoints = endpoints;
    this.clock = clock;
    this.listener = listener;
    this.kept = kept;
  }

  /// What an app has here, oldest first.
  public List<StoredDateKey> dateKeys(long app) {
    return transactions.read(snapshot -> store.dateKeys(snapshot, app));
  }

  /// All callbacks here, over all apps. Counts: for an occasional look.
  public long size() {
    return transactions.read(store::size);
  }

  /// Starts to resend what an app has under one key: a job or, to a target, one for each rule,
  /// because each signs with its own secret.
  ///
  /// @param target where to; null for each rule's own URL
  /// @return the jobs; none if nothing is there that can be sent
  /// @throws JobRefusedException if they are not taken
  public List<Job> resend(long app, DateKey dateKey, @Nullable URI target) {
    jobs.checkTarget(target);
    return begin(app, dateKey, target);
  }

  /// Checks the URL that callbacks are to be sent to, before [#begin].
  ///
  /// @throws JobRefusedException if it may not be called
  public void checkTarget(@Nullable URI target) {
    jobs.checkTarget(target);
  }

  /// The same as [#resend], to a target that [was checked][#checkTarget] before.
  public List<Job> begin(long app, DateKey dateKey, @Nullable URI target) {
    List<RuleId> rules =
        transactions.read(snapshot -> store.rules(snapshot, app, dateKey)).stream()
            .filter(rule -> endpoints.find(rule).isPresent())
            .toList();
    if (rules.isEmpty()) {
      return List.of();
    }
    return jobs.startAll(
        target == null
            ? List.of(order(app, dateKey, null, null))
            : rules.stream().map(rule -> order(app, dateKey, rule, target)).toList());
  }

  private NewJob order(long app, DateKey dateKey, @Nullable RuleId rule, @Nullable URI target) {
    Selection selection = new Selection.Stored(dateKey, rule);
    return new NewJob(app, JobKind.RESEND, selection, target, Jobs.DEFAULT_RATE, clock.instant());
  }

  /// Ends the stay of what has been here for too long, and says so for each. True if there may be
  /// more of it.
  boolean expireSome() {
    Instant moment = clock.instant().minus(kept);
    List<ExpiredCallback> expired =
        transactions.call(tx -> store.expire(tx, moment, EXPIRED_AT_ONCE));
    expired.forEach(this::tell);
    return expired.size() == EXPIRED_AT_ONCE;
  }

  private void tell(ExpiredCallback callback) {
    log.warn(
        "expired call={} rule={} conversation={} stored={} rounds={}",
        callback.callId(),
        endpoints
            .find(callback.lane().owner())
            .map(Endpoint::name)
            .orElseGet(() -> "#" + callback.lane().owner().number()),
        callback.lane().conversation(),
        callback.stored(),
        callback.rounds());
    listener.expired(callback);
  }
}
