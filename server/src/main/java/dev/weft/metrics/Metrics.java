package dev.weft.metrics;

import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatListener;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Backlog;
import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.Dispatcher;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.ExceptionStorage;
import dev.weft.delivery.ExpiredCallback;
import dev.weft.delivery.Jobs;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.Standing;
import dev.weft.tx.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Counts what happens, for Prometheus. No label grows with users, threads or rules.
public final class Metrics implements ChatListener, DeliveryListener {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /// Held here because the registry itself holds gauges only weakly.
  private final List<SlowGauge<?>> gauges = new ArrayList<>();

  private final Counter sent = operations("send");
  private final Counter recalled = operations("recall");
  private final Counter modified = operations("modify");
  private final Counter expired =
      Counter.builder("weft.exceptions.expired")
          .description("Callbacks whose time in exception storage was over")
          .register(registry);
  private final Timer acknowledged = attempts("acknowledged");
  private final Timer refused = attempts("refused");
  private final Timer unreachable = attempts("unreachable");

  /// From the event's commit to the first byte of the answer, first attempts only.
  private final Timer latency =
      Timer.builder("weft.callback.latency")
          .description("From the event to the head of the endpoint's answer, first attempts")
          .serviceLevelObjectives(
              Duration.ofMillis(5),
              Duration.ofMillis(20),
              Duration.ofMillis(100),
              Duration.ofMillis(500),
              Duration.ofSeconds(2),
              Duration.ofSeconds(10),
              Duration.ofSeconds(60))
          .register(registry);

  /// Shows what the dispatcher holds and what waits in the outbox.
  public void observe(Dispatcher dispatcher, Clock clock) {
    SlowGauge<Backlog> backlog = new SlowGauge<>(dispatcher::backlog, clock);
    gauges.add(backlog);
    registry.gauge("weft.delivery.backlog", backlog, slow -> slow.get().size());
    registry.gauge(
        "weft.delivery.oldest.seconds", backlog, slow -> age(slow.get(), clock.instant()));
    registry.gauge("weft.delivery.attempts.under.way", dispatcher, Dispatcher::attemptsUnderWay);
    registry.gauge("weft.delivery.lanes.in.memory", dispatcher, Dispatcher::lanesInMemory);
    registry.gauge("weft.delivery.bytes.in.memory", dispatcher, Dispatcher::bytesInMemory);
    registry.gauge("weft.delivery.rules.paused", dispatcher, held -> paused(held.standings()));
  }

  private static long paused(Map<RuleId, Standing> standings) {
    return standings.values().stream().filter(Standing.Paused.class::isInstance).count();
  }

  /// Shows what was given up, and what is being sent once more.
  public void observe(ExceptionStorage storage, Jobs jobs, Clock clock) {
    SlowGauge<Long> stored = new SlowGauge<>(storage::size, clock);
    gauges.add(stored);
    registry.gauge("weft.exceptions.stored", stored, SlowGauge::get);
    registry.gauge("weft.jobs.running", jobs, Jobs::running);
  }

  private static double age(Backlog backlog, Instant now) {
    Instant oldest = backlog.oldest();
    return oldest == null ? 0 : Math.max(0, Duration.between(oldest, now).toMillis() / 1000.0);
  }

  /// The page that Prometheus scrapes.
  public String page() {
    return registry.scrape();
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
      case ChatEvent.OfThread _, ChatEvent.OfGroup _ -> Optional.empty();
    };
  }

  @Override
  public void attempted(Endpoint endpoint, Attempt attempt) {
    Outcome outcome = attempt.outcome();
    Timer timer =
        switch (outcome) {
          case Outcome.Acknowledged _ -> acknowledged;
          case Outcome.Refused _ -> refused;
          case Outcome.Unreachable _ -> unreachable;
        };
    timer.record(outcome.timings().total());
    Duration firstByte = outcome.timings().firstByte();
    boolean live = attempt.delivery().kind() == Kind.LIVE;
    if (live && attempt.number() == 1 && firstByte != null) {
      Instant answered = attempt.started().plus(firstByte);
      Duration since = Duration.between(attempt.delivery().content().created(), answered);
      latency.record(Math.max(0, since.toNanos()), TimeUnit.NANOSECONDS);
    }
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
        .description("Attempts to deliver a callback")
        .tag("outcome", outcome)
        .register(registry);
  }
}
