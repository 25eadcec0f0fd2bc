package dev.weft;

import dev.weft.loop.Loops;
import dev.weft.storage.Database;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Whether the server takes work: what `/readyz` answers.
final class Readiness {

  private final Database database;
  private final Loops loops;
  private final AtomicBoolean started = new AtomicBoolean();

  Readiness(Database database, Loops loops) {
    this.database = database;
    this.loops = loops;
  }

  /// All is started.
  void begin() {
    started.set(true);
  }

  /// The server is about to close.
  void end() {
    started.set(false);
  }

  /// Whether requests are answered as usual.
  boolean isServing() {
    return started.get() && database.isWritable();
  }

  /// Why the server takes no work, in one sentence; empty while it does.
  Optional<String> trouble() {
    if (!started.get()) {
      return Optional.of("the server is starting or stopping");
    }
    return database.isWritable()
        ? loops.trouble()
        : Optional.of("the database takes no writes; the log says why");
  }
}
