package dev.weft.web.api;

import java.time.Duration;

/// Ends a transfer that takes too long, by interrupting its thread: blocking I/O on a virtual
/// thread gives up then. A timeout of the socket would not do, it begins anew with every byte.
public final class Deadline implements AutoCloseable {

  /// Of one upload or download: ten megabytes come through at 12 KB a second.
  public static final Duration TRANSFER = Duration.ofMinutes(15);

  private final Thread transfer = Thread.currentThread();
  private final Duration time;
  private final Thread timer;
  private boolean over;

  private Deadline(Duration time) {
    this.time = time;
    this.timer = Thread.ofVirtual().name("weft-deadline").unstarted(this::run);
  }

  /// Interrupts the current thread after `time`, unless it is closed before.
  public static Deadline start(Duration time) {
    Deadline deadline = new Deadline(time);
    deadline.timer.start();
    return deadline;
  }

  private void run() {
    try {
      Thread.sleep(time);
      interrupt();
    } catch (InterruptedException e) {
      // The transfer ended in time.
    }
  }

  private synchronized void interrupt() {
    if (!over) {
      transfer.interrupt();
    }
  }

  /// The thread is its own again: an interrupt from here does not outlive the transfer.
  @Override
  public void close() {
    timer.interrupt();
    synchronized (this) {
      over = true;
    }
    Thread.interrupted();
  }
}
