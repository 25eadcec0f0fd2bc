package dev.weft.metrics;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// What each rule's endpoint does, for the first rules that have something to deliver after the
/// start; the rest are counted together, so that their number costs nothing.
final class RuleMetrics {

  /// The meters of one rule.
  private static final class Meters {
    private final Map<String, Counter> attempts;
    private final Counter stored;
    private final Timer latency;

    Meters(MeterRegistry registry, String app, String rule) {
      attempts =
          Map.of(
              Outcomes.ACKNOWLEDGED, attempts(registry, app, rule, Outcomes.ACKNOWLEDGED),
              Outcomes.REFUSED, attempts(registry, app, rule, Outcomes.REFUSED),
              Outcomes.UNREACHABLE, attempts(registry, app, rule, Outcomes.UNREACHABLE));
      stored =
          Counter.builder("weft.rule.stored")
              .description("Callbacks of a rule that went to exception storage")
              .tags("app", app, "rule", rule)
              .register(registry);
      latency =
          Timer.builder("weft.rule.latency")
              .description("From the event to the head of the endpoint's answer, first attempts")
              .tags("app", app, "rule", rule)
              .register(registry);
    }

    private static Counter attempts(
        MeterRegistry registry, String app, String rule, String outcome) {
      return Counter.builder("weft.rule.attempts")
          .description("Attempts to deliver a callback of a rule")
          .tags("app", app, "rule", rule, "outcome", outcome)
          .register(registry);
    }
  }

  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final int most;
  private final LongFunction<String> appKeys;
  private final Map<LaneOwner, Meters> known = new ConcurrentHashMap<>();
  private final Meters other;

  /// @param most how many rules have meters of their own
  /// @param appKeys the key of an app by its number; asked once for each of them
  RuleMetrics(MeterRegistry registry, int most, LongFunction<String> appKeys) {
    this.registry = registry;
    this.most = most;
    this.appKeys = appKeys;
    this.other = new Meters(registry, OTHER, OTHER);
  }

  void attempted(Endpoint endpoint, Attempt attempt, @Nullable Duration latency) {
    Meters meters = of(endpoint, attempt);
    Counter attempts = meters.attempts.get(Outcomes.word(attempt.outcome()));
    if (attempts != null) {
      attempts.increment();
    }
    if (latency != null) {
      meters.latency.record(latency);
    }
  }

  void settled(Attempt attempt) {
    if (attempt.verdict() instanceof Verdict.Store) {
      known.getOrDefault(attempt.delivery().lane().owner(), other).stored.increment();
    }
  }

  private Meters of(Endpoint endpoint, Attempt attempt) {
    @Nullable Meters meters = known.get(endpoint.owner());
    if (meters != null) {
      return meters;
    }
    // A replay to a URL of its own is gone when its job ends; a label of it would stay.
    boolean isRule = endpoint.owner() instanceof RuleId;
    return isRule && known.size() < most
        ? add(endpoint, attempt.delivery().content().app())
        : other;
  }

  private synchronized Meters add(Endpoint endpoint, long app) {
    if (known.size() >= most) {
      return known.getOrDefault(endpoint.owner(), other);
    }
    return known.computeIfAbsent(
        endpoint.owner(), _ -> new Meters(registry, appKeys.apply(app), endpoint.name()));
  }
}
