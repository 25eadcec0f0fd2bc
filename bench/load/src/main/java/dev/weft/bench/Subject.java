package dev.weft.bench;

import dev.weft.bench.load.Target;
import java.io.IOException;
import java.nio.file.Path;

/// A system under measurement, or a limit that does the same work.
interface Subject {

  /// As `--system` and the tables call it.
  String name();

  /// What it was set to, in a sentence, with its version.
  String settings();

  /// Starts it.
  ///
  /// @throws FailedException if it does not start
  Running start(Setup setup) throws IOException, InterruptedException;

  /// What a run needs of a system.
  ///
  /// @param folder for its data and log, empty
  /// @param receiver port of the receiver on the loopback
  /// @param shape of the work
  /// @param cpus see [Child#start]
  record Setup(Path folder, int receiver, Shape shape, String cpus) {}

  /// A system that takes messages.
  interface Running extends AutoCloseable {

    /// Where messages go.
    Target target();

    /// What the system's own processes have used.
    Usage usage();

    /// What its database server has used; nothing if the database is in its process.
    Usage store();

    /// Ends the system as an operator does, and starts it on its data and port again.
    ///
    /// @throws FailedException if it cannot be
    void restart() throws IOException, InterruptedException;

    /// How long it took from its start until it took work, in milliseconds.
    double readyMillis();

    @Override
    void close();
  }
}
