package dev.weft.sync;

import dev.weft.chat.ConversationId;
import dev.weft.sync.CursorStore.Cursor;
import dev.weft.sync.device.DeviceId;
import dev.weft.sync.device.DeviceStore;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Write-behind for what devices acknowledge: the furthest position of each device in each
/// conversation is kept in memory and written for many devices in one transaction. What a crash
/// takes from here a device gets once more.
public final class Cursors implements AutoCloseable {

  /// How long an acknowledgement waits at the most, while the store works.
  static final Duration DELAY = Duration.ofMillis(500);

  /// As many cursors are written at once without waiting for [#DELAY].
  private static final int FULL = 2_048;

  /// So many entries that one device has acknowledged do not wait longer: an SDK remembers the ids
  /// of the last 100.
  static final int HASTE = 30;

  /// How exact the time is at which a device was seen last, as long as it goes on acknowledging.
  static final Duration SEEN = Duration.ofSeconds(5);

  /// Cursors of one transaction: bounds how long others wait for the writer.
  private static final int MAX_TOGETHER = 512;

  private static final Logger log = LoggerFactory.getLogger(Cursors.class);

  private final Transactions transactions;
  private final CursorStore cursors;
  private final DeviceStore devices;
  private final Clock clock;
  private final Thread writer;

  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();
  private Map<Key, Long> waiting = new HashMap<>();

  /// Entries that devices have acknowledged and that are not taken to be written.
  private Map<DeviceId, Integer> counts = new HashMap<>();

  /// Those that are being written.
  private Map<DeviceId, Integer> beingWritten = Map.of();

  private boolean hasty;
  private boolean closed;

  /// Devices whose time was written since [#seenSince]. Of whoever holds [#writing].
  private final Set<DeviceId> seen = new HashSet<>();

  private Instant seenSince = Instant.MIN;

  private record Key(DeviceId device, ConversationId conversation) {}

  public Cursors(Transactions transactions, CursorStore cursors, DeviceStore devices, Clock clock) {
    this.transactions = transactions;
    this.cursors = cursors;
    this.devices = devices;
    this.clock = clock;
    this.writer = Thread.ofVirtual().name("weft-cursors").unstarted(this::run);
  }

  /// Writes from now on.
  public void start() {
    writer.start();
  }

  /// A device has everything up to `position`. Returns at once.
  ///
  /// @param entries how many these are: after [#HASTE] of one device they are written without
  ///   waiting, so that a crash costs the device no more than it notices
  /// @return how many that the device has acknowledged are not durable yet
  public int acknowledge(DeviceId device, ConversationId conversation, long position, int entries) {
    lock.lock();
    try {
      waiting.merge(new Key(device, conversation), position, Math::max);
      int count = counts.merge(device, entries, Integer::sum);
      hasty |= count >= HASTE;
      if (waiting.size() == 1 || waiting.size() >= FULL || hasty) {
        some.signalAll();
      }
      return count + beingWritten.getOrDefault(device, 0);
    } finally {
      lock.unlock();
    }
  }

  /// Writes all that waits, and returns when it is durable.
  ///
  /// @throws StoreFailedException if it could not; it goes on waiting then
  /// @throws StoreBusyException likewise
  public void flush() {
    // Whoever comes while another writes waits: what it asks for may be among that.
    writing.lock();
    try {
      flushWaiting();
    } finally {
      writing.unlock();
    }
  }

  private void flushWaiting() {
    Map<Key, Long> taken = take();
    List<Cursor> all = new ArrayList<>(taken.size());
    taken.forEach(
        (key, position) -> all.add(new Cursor(key.device(), key.conversation(), position)));
    int written = 0;
    try {
      while (written < all.size()) {
        List<Cursor> some = all.subList(written, Math.min(written + MAX_TOGETHER, all.size()));
        write(some);
        written += some.size();
      }
    } finally {
      wrote(all.subList(written, all.size()));
    }
  }

  /// @param left what could not be written and goes on waiting
  private void wrote(List<Cursor> left) {
    lock.lock();
    try {
      if (!left.isEmpty()) {
        beingWritten.forEach((device, count) -> counts.merge(device, count, Integer::sum));
        left.forEach(
            cursor ->
                waiting.merge(
                    new Key(cursor.device(), cursor.conversation()), cursor.position(), Math::max));
      }
      beingWritten = Map.of();
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Cursor> some) {
    Instant now = clock.instant();
    if (seenSince.isBefore(now.minus(SEEN))) {
      seen.clear();
      seenSince = now;
    }
    Set<DeviceId> present = new HashSet<>();
    some.forEach(cursor -> present.add(cursor.device()));
    present.removeAll(seen);
    transactions.run(
        tx -> {
          cursors.save(tx, some);
          devices.seen(tx, List.copyOf(present), now);
        });
    seen.addAll(present);
  }

  private Map<Key, Long> take() {
    lock.lock();
    try {
      Map<Key, Long> taken = waiting;
      waiting = new HashMap<>();
      beingWritten = counts;
      counts = new HashMap<>();
      hasty = false;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Whatever the store does, this goes on until it is closed.
  private void run() {
    try {
      while (await()) {
        try {
          flush();
        } catch (StoreFailedException | StoreBusyException e) {
          log.warn("cursors wait reason=\"{}\"", e.getMessage());
        } catch (RuntimeException e) {
          log.error("cursors wait reason=\"{}\"", e.getMessage(), e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until there is something, and then for more of it. False when this is closed.
  private boolean await() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        some.await();
      }
      long left = DELAY.toNanos();
      while (left > 0 && waiting.size() < FULL && !hasty && !closed) {
        left = some.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /// Writes what waits, as well as the store can, and ends.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      some.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      writer.join();
      flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreFailedException | StoreBusyException e) {
      log.warn("cursors lost reason=\"{}\"", e.getMessage());
    }
  }
}
