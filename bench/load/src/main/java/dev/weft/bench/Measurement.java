package dev.weft.bench;

import dev.weft.bench.load.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// One system under load: finds its rate and measures it.
final class Measurement {

  /// Later callbacks are not kept up with.
  private static final double LATE_MS = 1_000;

  /// Less than this is no gain.
  private static final double GAIN = 1.03;

  private static final int[] WINDOWS = {64, 256, 1_024, 4_096, 16_384};
  private static final int WARM_WINDOW = 256;

  /// By then the compilers of a JVM have seen what they need.
  private static final long WARM_MESSAGES = 20_000;

  private static final int WARM_TIMES = 4;
  private static final Duration SETTLE = Duration.ofMillis(500);

  private final Load load;
  private final Subject.Running system;
  private final Pace pace;
  private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
  private long accepted;
  private long refused;

  Measurement(Load load, Subject.Running system, Pace pace) {
    this.load = load;
    this.system = system;
    this.pace = pace;
  }

  Map<Figure, Double> figures() {
    return figures;
  }

  void put(Figure figure, double value) {
    figures.put(figure, value);
  }

  /// Sends a phase to its end, and waits for its callbacks.
  Load.Ran run(Phase phase) throws IOException, InterruptedException {
    return run(phase, () -> {}, () -> {});
  }

  private Load.Ran run(Phase phase, Runnable atBegin, Runnable atEnd)
      throws IOException, InterruptedException {
    Load.Ran ran = load.run(phase, atBegin, atEnd);
    accepted += ran.nextId() - ran.firstId() - ran.refused();
    refused += ran.refused();
    return ran;
  }

  /// Waits for everything that was accepted.
  void drain() throws InterruptedException {
    load.drain(accepted, pace.silence());
  }

  /// Until the time is over and, on a machine that is busy with other things, enough was done.
  void warm() throws IOException, InterruptedException {
    for (int i = 0; i < WARM_TIMES && (i == 0 || accepted < WARM_MESSAGES); i++) {
      run(Phase.closed(WARM_WINDOW, 0, pace.warm().toMillis()));
      drain();
    }
  }

  /// The window at which callbacks come fastest without coming late.
  int climb() throws IOException, InterruptedException {
    int best = WINDOWS[0];
    double bestRate = 0;
    boolean bestInTime = false;
    int inVain = 0;
    for (int window : WINDOWS) {
      Load.Ran ran = run(Phase.closed(window, SETTLE.toMillis(), pace.rung().toMillis()));
      drain();
      Outcome outcome = load.outcome(ran.firstId(), ran.nextId());
      double rate = outcome.acknowledged(ran.begin(), ran.end()) / ran.seconds();
      boolean inTime = outcome.commitNanos().millis(0.99) <= LATE_MS;
      boolean gains = rate > bestRate * GAIN;
      if (window == WINDOWS[0] || (gains && (inTime || !bestInTime))) {
        best = window;
        bestRate = rate;
        bestInTime = inTime;
      }
      inVain = gains ? 0 : inVain + 1;
      if (inVain > 1 || !inTime) {
        break;
      }
    }
    return best;
  }

  /// The rate at which callbacks keep up, and what that costs.
  double rate(int window) throws IOException, InterruptedException {
    AtomicReference<Usage> system0 = new AtomicReference<>(Usage.NONE);
    AtomicReference<Usage> store0 = new AtomicReference<>(Usage.NONE);
    AtomicReference<Usage> load0 = new AtomicReference<>(Usage.NONE);
    AtomicReference<Usage> system1 = new AtomicReference<>(Usage.NONE);
    AtomicReference<Usage> store1 = new AtomicReference<>(Usage.NONE);
    AtomicReference<Usage> load1 = new AtomicReference<>(Usage.NONE);
    Load.Ran ran =
        run(
            Phase.closed(window, SETTLE.toMillis(), pace.measure().toMillis()),
            () -> {
              system0.set(system.usage());
              store0.set(system.store());
              load0.set(load.usage());
            },
            () -> {
              system1.set(system.usage());
              store1.set(system.store());
              load1.set(load.usage());
            });
    drain();
    Outcome outcome = load.outcome(ran.firstId(), ran.nextId());
    double messages = outcome.acknowledged(ran.begin(), ran.end());
    double rate = messages / ran.seconds();
    Usage own = system1.get().since(system0.get());
    Usage store = store1.get().since(store0.get());
    put(Figure.RATE, rate);
    put(Figure.RATE_P99, outcome.commitNanos().millis(0.99));
    put(Figure.WINDOW, window);
    if (messages > 0) {
      put(Figure.CPU, micros(own.cpuSeconds() + store.cpuSeconds(), messages));
      put(Figure.STORE_CPU, micros(store.cpuSeconds(), messages));
      put(Figure.LOAD_CPU, micros(load1.get().cpuSeconds() - load0.get().cpuSeconds(), messages));
      put(Figure.WRITTEN, (own.writtenBytes() + store.writtenBytes()) / 1_024.0 / messages);
    }
    return rate;
  }

  private static double micros(double seconds, double messages) {
    return seconds * 1e6 / messages;
  }

  /// Latency on a schedule.
  void latency(double perSecond) throws IOException, InterruptedException {
    Load.Ran ran = run(Phase.open(perSecond, SETTLE.toMillis(), pace.measure().toMillis()));
    drain();
    Outcome outcome = load.outcome(ran.firstId(), ran.nextId());
    put(Figure.HALF_P50, outcome.commitNanos().millis(0.5));
    put(Figure.HALF_P99, outcome.commitNanos().millis(0.99));
    put(Figure.HALF_P999, outcome.commitNanos().millis(0.999));
    put(Figure.HALF_SEND_P99, outcome.sendNanos().millis(0.99));
  }

  /// What became of everything, once it is over.
  void conclude() throws IOException, InterruptedException {
    Outcome all = load.outcome(0, Long.MAX_VALUE);
    put(Figure.LOST, all.lost());
    put(Figure.DUPLICATES, all.duplicates());
    put(Figure.INVERSIONS, all.inversions());
    put(Figure.REFUSED, refused);
    put(Figure.READY, system.readyMillis());
    put(Figure.PEAK, system.usage().plus(system.store()).peakBytes() / 1_048_576.0);
  }
}
