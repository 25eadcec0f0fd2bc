package dev.weft.bench;

import dev.weft.bench.load.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A system of one or more processes, and the database server that was started for them.
///
/// @param database null if the database is in the process
record RunningChildren(
    List<Child> children, @Nullable Postgres database, Target target, double readyMillis)
    implements Subject.Running {

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
