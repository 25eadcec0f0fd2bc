package dev.weft.bench.systems;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// The loop of what is measured alone. The program says `begin`, then `done` and how many messages
/// there were, and stays until it is told to go: so that what it used can be seen.
final class Repeat {

  private Repeat() {}

  /// What is repeated.
  interface Work {
    /// Returns for how many messages it was.
    int once() throws Exception;
  }

  static void done(long count) throws IOException {
    IO.println("done " + count);
    while (System.in.read() >= 0) {
      // Until whoever started it has looked.
    }
  }

  static long count(long millis, Work work) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long count = 0;
    while (System.nanoTime() < end) {
      count += work.once();
    }
    return count;
  }
}
