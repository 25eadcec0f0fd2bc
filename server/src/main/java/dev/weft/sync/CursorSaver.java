package dev.weft.sync;

import dev.weft.chat.timeline.ConversationId;
import dev.weft.sync.CursorStore.Cursor;
import dev.weft.tx.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes cursors behind the acknowledgements, many in one transaction. What a device has
/// acknowledged and is not written yet, it gets again after a crash: that is kept small enough for
/// the device to notice.
public final class CursorSaver implements AutoCloseable {

  /// How long an acknowledgement may wait.
  private static final Duration DELAY = Duration.ofMillis(400);

  /// So many acknowledgements of one device do not wait longer.
  static final int HASTE = 25;

  /// Cursors in one transaction: bounds how long others wait for the writer.
  private static final int MAX_TOGETHER = 500;

  private static final Logger log = LoggerFactory.getLogger(CursorSaver.class);

  private final Transactions transactions;
  private final CursorStore cursors;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hasten = lock.newCondition();
  private Map<Key, Long> waiting = new HashMap<>();
  private Map<DeviceId, Integer> counts = new HashMap<>();
  private boolean hasty;
  private boolean closed;
  private @Nullable Thread writer;

  private record Key(DeviceId device, ConversationId conversation) {}

  public CursorSaver(Transactions transactions, CursorStore cursors) {
    this.transactions = transactions;
    this.cursors = cursors;
  }

  /// Begins to write.
  public void start() {
    writer = Thread.ofVirtual().name("weft-cursors").start(this::run);
  }

  /// A device has acknowledged everything up to `position`.
  ///
  /// @param entries how many that were
  public void acknowledged(
      DeviceId device, ConversationId conversation, long position, int entries) {
    lock.lock();
    try {
      waiting.merge(new Key(device, conversation), position, Math::max);
      if (counts.merge(device, entries, Integer::sum) >= HASTE) {
        hasty = true;
        hasten.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Writes what waits, before it returns. For a device that goes, and for tests.
  public void flush() {
    save(take());
  }

  private void run() {
    while (!awaitWork()) {
      try {
        save(take());
      } catch (RuntimeException e) {
        log.error("cursors not saved, they are tried again reason=\"{}\"", e.getMessage(), e);
      }
    }
  }

  /// Answers whether this is the end.
  private boolean awaitWork() {
    lock.lock();
    try {
      long nanos = DELAY.toNanos();
      while (!hasty && !closed && nanos > 0) {
        nanos = hasten.awaitNanos(nanos);
      }
      return closed;
    } catch (InterruptedException e) {
      return true;
    } finally {
      lock.unlock();
    }
  }

  private List<Cursor> take() {
    lock.lock();
    try {
      List<Cursor> taken = new ArrayList<>(waiting.size());
      waiting.forEach(
          (key, position) -> taken.add(new Cursor(key.device(), key.conversation(), position)));
      waiting = new HashMap<>();
      counts = new HashMap<>();
      hasty = false;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void save(List<Cursor> all) {
    for (int from = 0; from < all.size(); from += MAX_TOGETHER) {
      List<Cursor> some = all.subList(from, Math.min(all.size(), from + MAX_TOGETHER));
      try {
        transactions.run(tx -> cursors.save(tx, some));
      } catch (RuntimeException e) {
        putBack(all.subList(from, all.size()));
        throw e;
      }
    }
  }

  private void putBack(List<Cursor> unsaved) {
    lock.lock();
    try {
      unsaved.forEach(
          cursor ->
              waiting.merge(
                  new Key(cursor.device(), cursor.conversation()), cursor.position(), Math::max));
    } finally {
      lock.unlock();
    }
  }

  /// Writes what waits and ends.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      hasten.signalAll();
    } finally {
      lock.unlock();
    }
    Thread running = writer;
    if (running != null) {
      try {
        running.join(TimeUnit.SECONDS.toMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    try {
      flush();
    } catch (RuntimeException e) {
      log.error("cursors not saved reason=\"{}\"", e.getMessage(), e);
    }
  }
}
