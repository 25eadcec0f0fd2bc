package dev.weft.bench;

import dev.weft.bench.load.Target;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A system of one or more processes, and the database server that was started for them.
///
/// @param children may be changed
/// @param database null if the database is in the process
/// @param starter starts the first process again
record RunningChildren(
    List<Child> children,
    @Nullable Postgres database,
    Target target,
    double readyMillis,
    Starter starter)
    implements Subject.Running {

  /// Starts a process again where it was.
  interface Starter {
    Child start(int port) throws IOException, InterruptedException;
  }

  /// For systems that are not started again.
  static final Starter NEVER =
      _ -> {
        throw new FailedException("this system is not started again");
      };

  @Override
  public void restart() throws IOException, InterruptedException {
    children.getFirst().close();
    children.set(0, starter.start(target.ports().getFirst()));
  }

  @Override
  public Usage usage() {
    return children.stream().map(Child::usage).reduce(Usage.NONE, Usage::plus);
  }

  @Override
  public Usage store() {
    return database == null ? Usage.NONE : database.usage();
  }

  @Override
  public void close() {
    children.forEach(Child::close);
    if (database != null) {
      database.close();
    }
  }
}
