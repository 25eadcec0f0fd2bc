package dev.weft.bench;

import dev.weft.bench.load.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

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

  /// The longest a system may leave a receiver alone that was away.
  private static final Duration PROBE = Duration.ofSeconds(90);

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

  Load load() {
    return load;
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
    accepted += load.wellBetween(ran.firstId(), ran.nextId()) - ran.refused();
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

  /// The window at which callbacks come fastest without coming late; of a system whose callbacks
  /// are always late, the one at which they come fastest.
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
      if (inVain > 1 || (bestInTime && !inTime)) {
        break;
      }
    }
    return best;
  }

  /// The rate at which callbacks keep up, and what that costs.
  double rate(int window) throws IOException, InterruptedException {
    Meter meter = new Meter();
    Load.Ran ran =
        run(
            Phase.closed(window, SETTLE.toMillis(), pace.measure().toMillis()),
            meter::begin,
            meter::end);
    drain();
    Outcome outcome = load.outcome(ran.firstId(), ran.nextId());
    double messages = outcome.acknowledged(ran.begin(), ran.end());
    double rate = messages / ran.seconds();
    put(Figure.RATE, rate);
    put(Figure.RATE_P99, outcome.commitNanos().millis(0.99));
    put(Figure.WINDOW, window);
    meter.put(messages);
    return rate;
  }

  /// What calls cost that tell nobody: the rate is that of their answers.
  void calls() throws IOException, InterruptedException {
    run(Phase.flood(pace.warm().toMillis()));
    refused = 0;
    Meter meter = new Meter();
    Load.Ran ran = run(Phase.flood(pace.measure().toMillis()), meter::begin, meter::end);
    double answered = ran.nextId() - ran.firstId() - ran.refused();
    put(Figure.ACCEPT_RATE, answered / ran.seconds());
    meter.put(answered);
    resources();
  }

  /// What was used between two moments.
  private final class Meter {
    private Usage system0 = Usage.NONE;
    private Usage store0 = Usage.NONE;
    private Usage load0 = Usage.NONE;
    private Usage own = Usage.NONE;
    private Usage store = Usage.NONE;
    private double loadSeconds;

    private void begin() {
      system0 = system.usage();
      store0 = system.store();
      load0 = load.usage();
    }

    private void end() {
      own = system.usage().since(system0);
      store = system.store().since(store0);
      loadSeconds = load.usage().cpuSeconds() - load0.cpuSeconds();
    }

    private void put(double messages) {
      if (messages > 0) {
        double micros = 1e6 / messages;
        Measurement.this.put(Figure.CPU, (own.cpuSeconds() + store.cpuSeconds()) * micros);
        Measurement.this.put(Figure.STORE_CPU, store.cpuSeconds() * micros);
        Measurement.this.put(Figure.LOAD_CPU, loadSeconds * micros);
        Measurement.this.put(
            Figure.WRITTEN, (own.writtenBytes() + store.writtenBytes()) / 1_024.0 / messages);
      }
    }
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

  /// Latency with nothing else to do.
  void idle(Duration length) throws IOException, InterruptedException {
    Load.Ran ran = run(Phase.open(1, SETTLE.toMillis(), length.toMillis()));
    drain();
    Outcome outcome = load.outcome(ran.firstId(), ran.nextId());
    put(Figure.IDLE_P50, outcome.sendNanos().millis(0.5));
    put(Figure.IDLE_P99, outcome.sendNanos().millis(0.99));
  }

  /// Sends as fast as is accepted.
  void fill(long messages) throws IOException, InterruptedException {
    Load.Ran ran = run(Phase.fill(messages));
    put(Figure.ACCEPT_RATE, messages / ran.seconds());
  }

  /// Lets the receiver come back, and sees what waited leave. The rate is from the first callback
  /// on: when that comes is the business of whoever probes.
  void recover() throws IOException, InterruptedException {
    long before = load.acknowledged();
    long back = System.nanoTime();
    load.order("up");
    load.drain(before + 1, PROBE);
    long first = System.nanoTime();
    long known = load.acknowledged();
    drain();
    put(Figure.RETURN_SECONDS, (first - back) / 1e9);
    put(Figure.DRAIN_SECONDS, (load.newest() - back) / 1e9);
    put(Figure.DRAIN_RATE, (load.acknowledged() - known) / ((load.newest() - first) / 1e9));
  }

  /// What became of everything, once it is over.
  void conclude() throws IOException, InterruptedException {
    Outcome all = load.outcome(0, Long.MAX_VALUE);
    put(Figure.LOST, (double) all.lost());
    put(Figure.DUPLICATES, (double) all.duplicates());
    put(Figure.INVERSIONS, (double) all.inversions());
    resources();
  }

  private void resources() {
    put(Figure.REFUSED, (double) refused);
    put(Figure.READY, system.readyMillis());
    put(Figure.PEAK, system.usage().plus(system.store()).peakBytes() / 1_048_576.0);
  }
}
