package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.load.Behaviour;
import dev.weft.bench.load.Phase;
import dev.weft.bench.load.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The processes of a run, with the limit as the system: it keeps nothing, so its losses are known.
class LoadTest {

  private static final Cpus ANY = new Cpus("", "");
  private static final Shape SHAPE = new Shape(10, 1, 500, 4, List.of());
  private static final Duration SILENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void sends_messages_and_sees_each_callback_once_and_in_order() throws Exception {
    try (Load load = new Load(folder, ANY, Trouble.NONE);
        Subject.Running system = start(load)) {
      load.connect(system.target(), SHAPE);

      Load.Ran ran = load.run(Phase.closed(8, 0, 0).upTo(200), () -> {}, () -> {});
      load.drain(200, SILENCE);
      Outcome outcome = load.outcome(ran.firstId(), ran.nextId());

      assertThat(outcome.accepted()).isEqualTo(200);
      assertThat(outcome.acknowledgedAt().size()).isEqualTo(200);
      assertThat(outcome.lost()).isZero();
      assertThat(outcome.duplicates()).isZero();
      assertThat(outcome.inversions()).isZero();
      assertThat(outcome.sendNanos().millis(0.5)).isPositive();
      assertThat(system.usage().cpuSeconds()).isPositive();
    }
  }

  @Test
  void sees_what_a_system_loses_that_does_not_try_again() throws Exception {
    Trouble everyFourth = new Trouble(Behaviour.REFUSE, 4);
    try (Load load = new Load(folder, ANY, everyFourth);
        Subject.Running system = start(load)) {
      load.connect(system.target(), SHAPE);
      load.trouble();

      Load.Ran ran = load.run(Phase.fill(200), () -> {}, () -> {});
      load.drain(200, Duration.ofSeconds(2));
      Outcome outcome = load.outcome(ran.firstId(), ran.nextId());

      assertThat(outcome.accepted()).isEqualTo(200);
      assertThat(outcome.lost()).isBetween(1L, 199L);
      assertThat(outcome.lost() + outcome.acknowledgedAt().size()).isEqualTo(200);
    }
  }

  private Subject.Running start(Load load) throws Exception {
    return new NettySubject().start(new Subject.Setup(folder, load.port(), SHAPE, ""));
  }
}
