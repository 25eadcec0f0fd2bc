package dev.weft.delivery.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What decides about deliveries keeps its promises in thousands of schedules nobody thought of:
/// order and one in flight in each lane, nothing lost, nothing settled twice, every bound kept.
///
/// A schedule that breaks one fails with its seed; `-Dweft.model.seed=N` runs it again and tells
/// everything that happened. `-Dweft.model.schedules=N` runs more of them.
class DeliveryModelTest {

  private static final int SCHEDULES = Integer.getInteger("weft.model.schedules", 10_000);

  @Test
  @Timeout(300)
  void keeps_its_promises_in_every_schedule() {
    Long seed = Long.getLong("weft.model.seed");
    if (seed != null) {
      runTelling(seed);
      return;
    }
    long first = new Random().nextInt();
    // Thrown here, because what another thread of the stream throws comes without its message.
    LongStream.range(first, first + SCHEDULES)
        .parallel()
        .mapToObj(DeliveryModelTest::run)
        .flatMap(Optional::stream)
        .findAny()
        .ifPresent(
            broken -> {
              throw broken;
            });
  }

  /// The promise that a schedule has broken, if it has.
  private static Optional<AssertionError> run(long seed) {
    try {
      new Simulation(seed, null).run();
      return Optional.empty();
    } catch (Promises.BrokenPromise | RuntimeException e) {
      return Optional.of(
          new AssertionError("-Dweft.model.seed=" + seed + ": " + e.getMessage(), e));
    }
  }

  private static void runTelling(long seed) {
    List<String> trace = new ArrayList<>();
    try {
      new Simulation(seed, trace).run();
    } finally {
      trace.forEach(System.out::println);
    }
  }
}
