package dev.weft.cli.base;

import java.util.TreeSet;

/// How far everything is done, while callbacks of many threads are in flight side by side.
public final class Watermark {

  /// Bounded by what [Forwarder] takes at a time.
  private final TreeSet<Long> inFlight = new TreeSet<>();

  private long newest = -1;

  /// A callback was taken on. They come in the order of their cursors.
  public synchronized void begin(long cursor) {
    inFlight.add(cursor);
    newest = Math.max(newest, cursor);
  }

  public synchronized void done(long cursor) {
    inFlight.remove(cursor);
  }

  /// Up to `cursor` there is nothing else for us.
  public synchronized void passed(long cursor) {
    newest = Math.max(newest, cursor);
  }

  /// The last cursor that was seen: where the stream goes on. Negative if there was none.
  public synchronized long newest() {
    return newest;
  }

  /// Everything up to here is done. Negative if nothing is.
  public synchronized long position() {
    return inFlight.isEmpty() ? newest : inFlight.first() - 1;
  }
}
