package dev.weft.delivery.lane;

import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Failure;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.Throttle;
import dev.weft.delivery.Timings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/// The rules of a [Simulation] and the endpoints behind them, drawn from its seed.
final class SimulatedEndpoints {

  private static final int[] WAITS_MS = {0, 0, 10, 300, 1_500, 3_000};
  private static final double[] RATES = {0.5, 2, 20, 200};

  private final SplittableRandom random;
  private final boolean storm;
  private final Map<LaneOwner, Endpoint> rules = new LinkedHashMap<>();
  private final Map<LaneOwner, Outage> outages = new HashMap<>();

  /// The endpoint answers nobody in between.
  private record Outage(Instant from, Instant until) {}

  /// @param storm whether so much fails that rules are banned for it
  /// @param faults in which time outages begin
  SimulatedEndpoints(SplittableRandom random, boolean storm, Instant begin, Duration faults) {
    this.random = random;
    this.storm = storm;
    int count = 1 + random.nextInt(3);
    for (int i = 1; i <= count; i++) {
      rules.put(new RuleId(i), draw(i));
      Instant from = begin.plusMillis(random.nextInt((int) faults.toMillis()));
      Instant until = chance(50) ? from : from.plusMillis(random.nextInt(12_000));
      outages.put(new RuleId(i), new Outage(from, storm ? from.plus(faults) : until));
    }
  }

  /// The rules there are, which people change.
  Map<LaneOwner, Endpoint> rules() {
    return rules;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private Endpoint draw(int number) {
    List<Duration> waits = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      waits.add(Duration.ofMillis(WAITS_MS[random.nextInt(WAITS_MS.length)]));
    }
    RetryPolicy retry =
        storm || chance(25)
            ? RetryPolicy.VENDOR
            : new RetryPolicy("custom", waits, 0.2, false).parkedAfter(1 + random.nextInt(8));
    Throttle throttle =
        new Throttle(
            !storm && chance(30) ? 1 + random.nextInt(3) : null,
            !storm && chance(30) ? RATES[random.nextInt(RATES.length)] : null);
    return new Endpoint(
        new RuleId(number),
        "rule" + number,
        URI.create("http://localhost/"),
        true,
        retry,
        throttle,
        (_, _, _) -> "");
  }

  static Endpoint enabled(Endpoint old, boolean enabled) {
    return new Endpoint(
        old.owner(), old.name(), old.url(), enabled, old.retry(), old.throttle(), old.signer());
  }

  static Endpoint moved(Endpoint old) {
    URI url = old.url().resolve("moved" + old.url().getPath());
    return new Endpoint(
        old.owner(), old.name(), url, old.enabled(), old.retry(), old.throttle(), old.signer());
  }

  /// What an endpoint answers.
  ///
  /// @param faults whether it may still fail for good
  Outcome outcome(Endpoint endpoint, Instant now, boolean faults) {
    Outage outage = Objects.requireNonNull(outages.get(endpoint.owner()));
    boolean hopeless = !now.isBefore(outage.from()) && now.isBefore(outage.until());
    if (!hopeless && chance(faults ? 60 : 80)) {
      return new Outcome.Acknowledged(200, "", Timings.NONE);
    }
    if (!hopeless && faults && chance(5)) {
      return new Outcome.Refused(410, "", null, Timings.NONE);
    }
    if (chance(20)) {
      return new Outcome.Refused(503, "", Duration.ofMillis(random.nextInt(2_000)), Timings.NONE);
    }
    return new Outcome.Unreachable(Failure.CONNECT, endpoint.name(), Timings.NONE);
  }
}
