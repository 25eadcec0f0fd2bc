package dev.weft.bench;

import dev.weft.bench.load.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a Java team would use instead of Weft: an outbox library in a process of its own.
///
/// @param library its name
/// @param main the program
/// @param postgres whether on PostgreSQL; else on SQLite
/// @param settings what it is set to
record PeerSubject(String library, Class<?> main, boolean postgres, String settings)
    implements Subject {

  private static final Duration START = Duration.ofSeconds(60);

  @Override
  public String name() {
    return library + (postgres ? "-postgres" : "-sqlite");
  }

  @Override
  public Running start(Setup setup) throws IOException, InterruptedException {
    Files.createDirectories(setup.folder());
    @Nullable Postgres database = postgres ? new Postgres(setup.folder(), setup.cpus()) : null;
    long start = System.nanoTime();
    Child child =
        JavaProgram.start(
            name(),
            main,
            setup.cpus(),
            setup.folder(),
            List.of(
                database == null
                    ? "jdbc:sqlite:" + setup.folder().resolve("peer.db")
                    : database.url(),
                Integer.toString(setup.receiver())));
    try {
      int port = Integer.parseInt(child.await("ready ", START));
      double readyMillis = (System.nanoTime() - start) / 1e6;
      Target target = NettySubject.target(port, setup.shape().threads());
      return new RunningChildren(
          List.of(child), database, target, readyMillis, RunningChildren.NEVER);
    } catch (RuntimeException | InterruptedException e) {
      child.close();
      if (database != null) {
        database.close();
      }
      throw e;
    }
  }
}
