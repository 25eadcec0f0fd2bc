package dev.weft.bench.systems;

import java.util.concurrent.atomic.AtomicLong;

/// Numbers of callbacks, each once in a process.
final class Ids {

  private static final AtomicLong NEXT = new AtomicLong(1_631_952_284_344_647_680L);

  private Ids() {}

  static long next() {
    return NEXT.getAndIncrement();
  }
}
