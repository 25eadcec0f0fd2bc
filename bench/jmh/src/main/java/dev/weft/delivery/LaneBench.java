package dev.weft.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.cluster.Leases;
import dev.weft.delivery.lane.LaneQueue;
import dev.weft.delivery.lane.LaneWork;
import dev.weft.delivery.lane.Lanes;
import dev.weft.delivery.lane.OwnerLanes;
import dev.weft.delivery.lane.TurnStep;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The way of one callback through its lane, from the hand-over to the settling, without the store
/// and without the network: what the lock around all lanes is held for.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class LaneBench {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Outcome TAKEN = new Outcome.Acknowledged(200, "", Timings.NONE);
  private static final Body BODY = Body.of("{}".getBytes(UTF_8));

  private final Endpoint endpoint =
      new Endpoint(
          new RuleId(1),
          "rule",
          URI.create("http://app.example.com/callbacks"),
          true,
          RetryPolicy.DURABLE,
          (_, _, _) -> "");
  private final Turns turns = new Turns();
  private final Lanes lanes =
      new Lanes(
          DeliverySettings.DEFAULT,
          _ -> Optional.of(endpoint),
          Leases.all(),
          turns,
          InstantSource.system());
  private long id;

  @Benchmark
  public @Nullable Ban handOverAttemptSettle() {
    lanes.handOver(delivery(++id), 0);
    LaneQueue lane = turns.take();
    if (!(lanes.next(lane) instanceof TurnStep.Attempt(_, Delivery head, _))) {
      throw new IllegalStateException("nothing to attempt");
    }
    Attempt attempt = new Attempt(head, NOW, TAKEN, new Verdict.Delivered());
    @Nullable Ban ban = lanes.answered(lane, attempt);
    lanes.settled(lane, attempt);
    return ban;
  }

  /// A thousand conversations take turns.
  private static Delivery delivery(long id) {
    Lane lane = new Lane(new RuleId(1), Long.toString(id % 1_000));
    return new Delivery(
        id,
        new NewDelivery(1, lane, new CallId("call"), "send", id, "message", BODY, NOW),
        Kind.LIVE,
        0,
        null);
  }

  /// Keeps the lane whose turn it is.
  private static final class Turns implements LaneWork {

    private @Nullable LaneQueue turn;

    LaneQueue take() {
      LaneQueue taken = turn;
      if (taken == null) {
        throw new IllegalStateException("no lane has its turn");
      }
      turn = null;
      return taken;
    }

    @Override
    public void attempt(LaneQueue lane) {
      turn = lane;
    }

    @Override
    public void sweep(OwnerLanes owner) {
      throw new IllegalStateException("everything is in memory");
    }

    @Override
    public void healthChanged(Endpoint changed, EndpointHealth health) {
      throw new IllegalStateException("nothing fails");
    }

    @Override
    public void resume(OwnerLanes owner) {
      throw new IllegalStateException("nothing is held");
    }

    @Override
    public void discard(OwnerLanes owner) {
      throw new IllegalStateException("nothing is deleted");
    }
  }
}
