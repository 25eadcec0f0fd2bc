package dev.weft.bench;

import dev.weft.bench.load.Target;

/// A system that is one process with its database inside.
record RunningChild(Child child, Target target, double readyMillis) implements Subject.Running {

  @Override
  public Usage usage() {
    return child.usage();
  }

  @Override
  public Usage store() {
    return Usage.NONE;
  }

  @Override
  public void close() {
    child.close();
  }
}
