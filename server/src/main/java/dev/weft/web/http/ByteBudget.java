package dev.weft.web.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One sum for all bytes that strangers make this process hold: heads and bodies while they are
/// read, and large answers until they are sent. Nobody alone may use all of it.
public final class ByteBudget {

  /// What one request may have without being counted to whom it belongs.
  private static final long SMALL = 16 * 1024;

  private final long total;
  private final long perOwner;
  private final AtomicLong used = new AtomicLong();
  private final ConcurrentMap<Object, Long> usedByOwner = new ConcurrentHashMap<>();

  /// @param total bytes of all together
  /// @param perOwner bytes of one owner, beside what is small
  public ByteBudget(long total, long perOwner) {
    this.total = total;
    this.perOwner = perOwner;
  }

  /// Bytes that are held now.
  public long used() {
    return used.get();
  }

  /// A share that begins with nothing.
  public Lease lease() {
    return new Lease();
  }

  private boolean take(long bytes) {
    if (used.addAndGet(bytes) > total) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  private boolean takeFor(Object owner, long bytes) {
    boolean[] fits = new boolean[1];
    usedByOwner.compute(
        owner,
        (_, before) -> {
          long now = (before == null ? 0 : before) + bytes;
          fits[0] = bytes < 0 || now <= perOwner;
          long kept = fits[0] ? now : now - bytes;
          return kept == 0 ? null : kept;
        });
    return fits[0];
  }

  /// What one request holds. Safe for use by several threads.
  public final class Lease implements AutoCloseable {

    private long held;
    private long charged;
    private @Nullable Object owner;
    private boolean closed;

    private Lease() {}

    /// Takes `bytes` more.
    ///
    /// @return false if there are none left, for all or for the owner; then nothing was taken
    public synchronized boolean take(long bytes) {
      if (closed || !ByteBudget.this.take(bytes)) {
        return false;
      }
      held += bytes;
      if (!charge()) {
        held -= bytes;
        used.addAndGet(-bytes);
        return false;
      }
      return true;
    }

    /// Gives `bytes` back.
    public synchronized void give(long bytes) {
      if (!closed) {
        held -= bytes;
        used.addAndGet(-bytes);
        charge();
      }
    }

    /// Says whose bytes these are.
    ///
    /// @return false if the owner has too many already; they are held all the same
    public synchronized boolean belongsTo(Object whose) {
      if (owner == null && !closed) {
        owner = whose;
      }
      return charge();
    }

    private boolean charge() {
      long due = held <= SMALL ? 0 : held;
      if (owner == null || due == charged) {
        return true;
      }
      if (!takeFor(owner, due - charged)) {
        return false;
      }
      charged = due;
      return true;
    }

    /// Gives everything back.
    @Override
    public synchronized void close() {
      if (!closed) {
        give(held);
        closed = true;
      }
    }
  }
}
