package dev.weft.metrics;

import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatListener;
import dev.weft.cluster.Leases;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Backlog;
import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.ExpiredCallback;
import dev.weft.delivery.Failure;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.redrive.ExceptionStorage;
import dev.weft.delivery.redrive.Jobs;
import dev.weft.tx.CommitListener;
import dev.weft.tx.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Counts what happens, for Prometheus. No label grows with users, threads or callbacks, and the
/// rules that have labels are bounded.
public final class Metrics implements ChatListener, DeliveryListener, AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /// Held here because the registry itself holds gauges only weakly.
  private final List<Object> observed = new ArrayList<>();

  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Counter sent = operations("send");
  private final Counter recalled = operations("recall");
  private final Counter modified = operations("modify");
  private final Counter expired =
      Counter.builder("weft.exceptions.expired")
          .description("Callbacks whose time in exception storage was over")
          .register(registry);
  private final Timer acknowledged = attempts(Outcomes.ACKNOWLEDGED);
  private final Timer refused = attempts(Outcomes.REFUSED);
  private final Timer unreachable = attempts(Outcomes.UNREACHABLE);
  private final Map<Failure, Counter> failures = new EnumMap<>(Failure.class);
  private final Counter stored =
      Counter.builder("weft.callback.stored")
          .description("Callbacks that went to exception storage")
          .register(registry);

  private final DistributionSummary settled =
      DistributionSummary.builder("weft.delivery.settle.batch")
          .description("Attempts that one transaction made durable together")
          .serviceLevelObjectives(1, 4, 16, 64, 256)
          .register(registry);

  /// From the event's commit to the first byte of the answer, first attempts only.
  private final Timer latency =
      Timer.builder("weft.callback.latency")
          .description("From the event to the head of the endpoint's answer, first attempts")
          .serviceLevelObjectives(Buckets.LATENCY)
          .register(registry);

  private final RuleMetrics rules;
  private final StoreMetrics store = new StoreMetrics(registry);
  private final LoopMetrics loops = new LoopMetrics(registry);
  private final HttpMetrics http = new HttpMetrics(registry);

  /// @param ruleLimit how many rules are counted each for itself
  /// @param appKeys the key of an app by its number
  public Metrics(int ruleLimit, LongFunction<String> appKeys) {
    rules = new RuleMetrics(registry, ruleLimit, appKeys);
    for (Failure failure : Failure.values()) {
      failures.put(failure, failures(failure));
    }
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /// Counts commits.
  public CommitListener store() {
    return store;
  }

  /// Shows whether the store takes writes.
  public void observe(BooleanSupplier writable) {
    gauge(
        "weft.store.writable",
        "1 while the store takes writes, 0 while it fails",
        writable,
        held -> held.getAsBoolean() ? 1 : 0);
  }

  /// Shows this node's part in delivering.
  ///
  /// @param takeovers dead nodes whose partitions it has taken
  public void observe(Leases leases, LongSupplier takeovers) {
    gauge(
        "weft.node.partitions",
        "Partitions that this node delivers, of 256",
        leases,
        Leases::count);
    gauge(
        "weft.node.lease.seconds",
        "How much longer this node may deliver without a further sign of life",
        leases,
        held -> held.left().toNanos() / 1e9);
    observed.add(takeovers);
    FunctionCounter counter =
        FunctionCounter.builder("weft.node.takeovers", takeovers, LongSupplier::getAsLong)
            .description("Nodes that this one found dead")
            .register(registry);
    observed.add(counter);
  }

  /// Shows what the dispatcher holds and what waits in the outbox.
  public void observe(Dispatcher dispatcher, Clock clock) {
    SlowGauge<Backlog> backlog = new SlowGauge<>(dispatcher::backlog, clock);
    gauge(
        "weft.delivery.backlog", "Callbacks not delivered yet", backlog, slow -> slow.get().size());
    gauge(
        "weft.delivery.oldest.seconds",
        "Age of the oldest callback that is not delivered yet",
        backlog,
        slow -> age(slow.get(), clock.instant()));
    gauge(
        "weft.delivery.attempts.under.way",
        "Attempts under way",
        dispatcher,
        Dispatcher::attemptsInFlight);
    gauge(
        "weft.delivery.lanes.in.memory",
        "Lanes (a rule and a conversation) in memory",
        dispatcher,
        Dispatcher::lanesInMemory);
    gauge(
        "weft.delivery.bytes.in.memory",
        "Bytes of callbacks in memory that wait for their turn",
        dispatcher,
        Dispatcher::bytesInMemory);
    rules(
        "weft.delivery.rules.paused",
        "Rules that are paused since their endpoint answered 410",
        dispatcher,
        EndpointHealth.Paused.class);
    rules(
        "weft.delivery.rules.banned",
        "Rules of the vendor's policy that are banned for their failures",
        dispatcher,
        EndpointHealth.Banned.class);
    rules(
        "weft.delivery.circuits.open",
        "Rules whose circuit breaker is open: their endpoint gets one probe at a time",
        dispatcher,
        EndpointHealth.Open.class);
  }

  private void rules(
      String name, String help, Dispatcher dispatcher, Class<? extends EndpointHealth> health) {
    gauge(
        name,
        help,
        dispatcher,
        held -> held.unhealthy().values().stream().filter(health::isInstance).count());
  }

  /// Shows what was given up, and what is being sent once more.
  public void observe(ExceptionStorage storage, Jobs jobs, Clock clock) {
    SlowGauge<Long> stored = new SlowGauge<>(storage::size, clock);
    gauge("weft.exceptions.stored", "Callbacks in exception storage", stored, SlowGauge::get);
    gauge("weft.jobs.running", "Resends and replays under way", jobs, Jobs::running);
  }

  /// Shows who fetches callbacks instead of having them sent.
  ///
  /// @param readers open now
  /// @param events handed out since the start
  public void observePulling(LongSupplier readers, LongSupplier events) {
    gauge(
        "weft.pull.readers",
        "Streams and waits for callbacks that are open",
        readers,
        LongSupplier::getAsLong);
    observed.add(events);
    FunctionCounter.builder("weft.pull.events", events, LongSupplier::getAsLong)
        .description("Callbacks that were fetched")
        .register(registry);
  }

  private <T> void gauge(String name, String help, T source, ToDoubleFunction<T> value) {
    observed.add(source);
    Gauge.builder(name, source, value).description(help).register(registry);
  }

  private static double age(Backlog backlog, Instant now) {
    Instant oldest = backlog.oldest();
    return oldest == null ? 0 : Math.max(0, Duration.between(oldest, now).toMillis() / 1000.0);
  }

  /// A turn of a background loop has failed.
  ///
  /// @param loop its name; there are few
  public void loopFailed(String loop) {
    loops.failed(loop);
  }

  /// The page that Prometheus scrapes.
  public String page() {
    return registry.scrape();
  }

  /// All that is counted, for whoever exports it otherwise.
  public MeterRegistry registry() {
    return registry;
  }

  /// A request to the HTTP API was answered.
  ///
  /// @param family of its route; there are few
  public void answered(String family, int status, Duration took) {
    http.answered(family, status, took);
  }

  @Override
  public void on(Tx tx, ChatEvent event) {
    counter(event).ifPresent(counter -> tx.afterCommit(counter::increment));
  }

  private Optional<Counter> counter(ChatEvent event) {
    return switch (event) {
      case ChatEvent.MessageSent _ -> Optional.of(sent);
      case ChatEvent.MessageRecalled _ -> Optional.of(recalled);
      case ChatEvent.MessageModified _ -> Optional.of(modified);
      case ChatEvent.MessageStreamed _,
          ChatEvent.OfThread _,
          ChatEvent.OfGroup _,
          ChatEvent.RoomSuperAdminsChanged _ ->
          Optional.empty();
    };
  }

  @Override
  public void attempted(Endpoint endpoint, Attempt attempt) {
    Outcome outcome = attempt.outcome();
    Timer timer =
        switch (outcome) {
          case Outcome.Acknowledged _ -> acknowledged;
          case Outcome.Refused _ -> refused;
          case Outcome.Unreachable(Failure failure, _, _, _) -> {
            Optional.ofNullable(failures.get(failure)).ifPresent(Counter::increment);
            yield unreachable;
          }
        };
    timer.record(outcome.timings().total());
    @Nullable Duration since = sinceEvent(attempt);
    if (since != null) {
      latency.record(since);
    }
    rules.attempted(endpoint, attempt, since);
  }

  /// From the event to the first byte of the answer to the first attempt.
  private static @Nullable Duration sinceEvent(Attempt attempt) {
    Duration firstByte = attempt.outcome().timings().firstByte();
    if (attempt.delivery().kind() != Kind.LIVE || attempt.number() > 1 || firstByte == null) {
      return null;
    }
    Instant answered = attempt.started().plus(firstByte);
    Duration since = Duration.between(attempt.delivery().content().created(), answered);
    return since.isNegative() ? Duration.ZERO : since;
  }

  @Override
  public void settled(Attempt attempt) {
    if (attempt.verdict() instanceof Verdict.Store) {
      stored.increment();
    }
    rules.settled(attempt);
  }

  @Override
  public void settledTogether(int attempts) {
    settled.record(attempts);
  }

  @Override
  public void expired(ExpiredCallback callback) {
    expired.increment();
  }

  private Counter operations(String operation) {
    return Counter.builder("weft.messages")
        .description("Operations on messages that were committed")
        .tag("operation", operation)
        .register(registry);
  }

  private Timer attempts(String outcome) {
    return Timer.builder("weft.callback.attempts")
        .description("Attempts to deliver a callback, from the look-up to the end of the answer")
        .tag("outcome", outcome)
        .serviceLevelObjectives(Buckets.ANSWERS)
        .register(registry);
  }

  private Counter failures(Failure failure) {
    return Counter.builder("weft.callback.failures")
        .description("Attempts that got no answer, by what kept it")
        .tag("reason", failure.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
