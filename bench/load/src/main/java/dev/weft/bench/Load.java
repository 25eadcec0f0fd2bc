package dev.weft.bench;

import dev.weft.bench.load.LoadGenerator;
import dev.weft.bench.load.Phase;
import dev.weft.bench.load.Receiver;
import dev.weft.bench.load.SharedCounter;
import dev.weft.bench.load.Target;
import dev.weft.bench.load.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Load generator and receiver of one run, as two processes.
final class Load implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  private final Path folder;
  private final Cpus cpus;
  private final Trouble trouble;
  private final Child receiver;
  private final int port;
  private final SharedCounter acknowledged;
  private @Nullable Child generator;

  /// Starts the receiver.
  ///
  /// @param trouble that it makes once it is told to
  Load(Path folder, Cpus cpus, Trouble trouble) throws IOException, InterruptedException {
    this.folder = folder;
    this.cpus = cpus;
    this.trouble = trouble;
    receiver =
        JavaProgram.start(
            "receiver", Receiver.class, cpus.load(), folder, List.of(folder.toString()));
    port = Integer.parseInt(receiver.await("ready ", START));
    acknowledged = SharedCounter.open(folder.resolve("acknowledged"));
  }

  int port() {
    return port;
  }

  /// Connects the load generator.
  void connect(Target target, Shape shape) throws IOException, InterruptedException {
    target.write(folder.resolve("target"));
    Child started =
        JavaProgram.start(
            "generator",
            LoadGenerator.class,
            cpus.load(),
            folder,
            List.of(
                folder.toString(),
                Integer.toString(shape.connections()),
                Integer.toString(shape.bodyBytes()),
                trouble.word()));
    generator = started;
    started.await("ready", START);
  }

  /// What a phase came to.
  ///
  /// @param begin when measuring began
  /// @param end when it ended
  /// @param firstId of its messages
  /// @param nextId the one after its last
  /// @param refused of them
  record Ran(long begin, long end, long firstId, long nextId, long refused) {
    double seconds() {
      return (end - begin) / 1e9;
    }
  }

  /// Sends a phase, and calls back when measuring begins and ends.
  Ran run(Phase phase, Runnable atBegin, Runnable atEnd) throws IOException, InterruptedException {
    Child from = generator();
    from.tell(phase.words());
    Duration patience = Duration.ofMillis(phase.warmMillis() + phase.millis()).plus(START);
    long begin = Long.parseLong(from.await("begin ", patience));
    atBegin.run();
    long end = Long.parseLong(from.await("end ", patience));
    atEnd.run();
    String[] idle = from.await("idle ", START).split(" ", -1);
    return new Ran(
        begin, end, Long.parseLong(idle[0]), Long.parseLong(idle[1]), Long.parseLong(idle[2]));
  }

  private Child generator() {
    if (generator == null) {
      throw new IllegalStateException("not connected");
    }
    return generator;
  }

  /// Orders the receiver about: `down`, `up`, `trouble WORD`.
  void order(String order) throws IOException, InterruptedException {
    receiver.tell(order);
    receiver.await("done " + order, START);
  }

  /// Lets the trouble begin.
  void trouble() throws IOException, InterruptedException {
    order("trouble " + trouble.word());
  }

  /// How many callbacks were acknowledged until now.
  long acknowledged() {
    return acknowledged.get();
  }

  /// Waits until so many callbacks are acknowledged, or until no more come.
  ///
  /// @param silence how long nothing may come
  void drain(long count, Duration silence) throws InterruptedException {
    long newest = acknowledged();
    long since = System.nanoTime();
    while (newest < count && System.nanoTime() - since < silence.toNanos()) {
      Thread.sleep(POLL);
      long now = acknowledged();
      if (now > newest) {
        newest = now;
        since = System.nanoTime();
      }
    }
  }

  /// What became of the messages of these ids, in the threads whose endpoints are well.
  Outcome outcome(long firstId, long nextId) throws IOException, InterruptedException {
    order("flush");
    return Outcome.read(
        folder, id -> id >= firstId && id < nextId, thread -> !trouble.isBad(thread));
  }

  /// Of both.
  Usage usage() {
    return receiver.usage().plus(generator().usage());
  }

  @Override
  public void close() {
    if (generator != null) {
      generator.close();
    }
    receiver.close();
  }
}
