package dev.weft.cli;

import dev.weft.loop.Loops;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Standard error of a program that writes a line for each callback: lines are gathered and written
/// together, because a system call for each costs more than all else about it. None waits for
/// longer than [#PAUSE]; so much is lost if the process is killed.
final class GatheredLines extends OutputStream {

  private static final Duration PAUSE = Duration.ofMillis(100);

  /// Bytes that are gathered at most. Whoever writes more, waits until they are written.
  private static final int MOST = 64 * 1024;

  private final PrintStream before;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final byte[] gathered = new byte[MOST];
  private int count;
  private boolean closed;

  private GatheredLines(PrintStream before) {
    this.before = before;
  }

  /// Takes the place of standard error until it is closed.
  static GatheredLines begin() {
    PrintStream before = System.err;
    GatheredLines lines = new GatheredLines(before);
    System.setErr(new LogLines(lines, before.charset()));
    new Loops().background("log", lines::turn).start();
    return lines;
  }

  private @Nullable Duration turn() throws InterruptedException {
    lock.lock();
    try {
      while (count == 0 && !closed) {
        changed.await();
      }
      long left = PAUSE.toNanos();
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      writeGathered();
      return closed ? null : Duration.ZERO;
    } finally {
      lock.unlock();
    }
  }

  private void writeGathered() {
    before.write(gathered, 0, count);
    before.flush();
    count = 0;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    lock.lock();
    try {
      if (length > MOST - count || closed) {
        writeGathered();
      }
      if (length > MOST || closed) {
        before.write(bytes, offset, length);
        before.flush();
        return;
      }
      System.arraycopy(bytes, offset, gathered, count, length);
      if (count == 0) {
        changed.signal();
      }
      count += length;
    } finally {
      lock.unlock();
    }
  }

  /// Nothing: the logger asks for it after each line.
  @Override
  public void flush() {}

  /// Writes what is left, and lets standard error be what it was.
  @Override
  public void close() throws IOException {
    System.setErr(before);
    lock.lock();
    try {
      closed = true;
      writeGathered();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
