package dev.weft.outbound;

import dev.weft.outbound.CallbackUrl.Place;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Connections that wait for the next callback to the same place. The one that was used last is
/// taken first, so that those nobody needs grow old.
///
/// @param <C> a connection
public final class IdleConnections<C> {

  private final ReentrantLock lock = new ReentrantLock();

  /// Of each place, the one that was used last in front. A place without any is not here.
  private final Map<Place, Deque<Idle<C>>> places = new HashMap<>();

  private boolean closed;

  /// A connection that nobody uses since a time, as [System#nanoTime] tells it.
  public record Idle<C>(C connection, long since) {
    public Duration age() {
      return Duration.ofNanos(System.nanoTime() - since);
    }
  }

  /// One that leads to `place`; null if there is none.
  public @Nullable Idle<C> take(Place place) {
    lock.lock();
    try {
      @Nullable Deque<Idle<C>> idle = places.get(place);
      if (idle == null) {
        return null;
      }
      Idle<C> newest = idle.removeFirst();
      if (idle.isEmpty()) {
        places.remove(place);
      }
      return newest;
    } finally {
      lock.unlock();
    }
  }

  /// Keeps a connection. False if this is closed: then it is the caller's to close.
  public boolean put(Place place, C connection) {
    lock.lock();
    try {
      if (!closed) {
        places
            .computeIfAbsent(place, _ -> new ArrayDeque<>(4))
            .addFirst(new Idle<>(connection, System.nanoTime()));
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /// Lets go of those that have waited for longer than `age`.
  public List<C> takeOlderThan(Duration age) {
    List<C> old = new ArrayList<>();
    lock.lock();
    try {
      Iterator<Deque<Idle<C>>> all = places.values().iterator();
      while (all.hasNext()) {
        Deque<Idle<C>> idle = all.next();
        while (!idle.isEmpty() && idle.getLast().age().compareTo(age) > 0) {
          old.add(idle.removeLast().connection());
        }
        if (idle.isEmpty()) {
          all.remove();
        }
      }
      return old;
    } finally {
      lock.unlock();
    }
  }

  /// Lets go of all, and keeps none from now on.
  public List<C> close() {
    lock.lock();
    try {
      closed = true;
      return takeOlderThan(Duration.ofNanos(-1));
    } finally {
      lock.unlock();
    }
  }
}
