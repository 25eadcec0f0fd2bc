package dev.weft.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Fair queuing (round robin): a bounded queue that serves owners in turn, one element each, and
/// the elements of one owner in the order in which they came. Safe for use by several threads.
///
/// A full queue drops from its longest owner (longest queue drop): whoever floods it is refused,
/// and all others have room. An owner that is alone may fill it.
public final class FairQueue<E> {

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();

  /// Owners that have something waiting. Who has been served goes to the end.
  private final Map<Object, ArrayDeque<E>> waiting = new LinkedHashMap<>();

  private int size;
  private int takers;

  /// @param most elements of all owners together
  public FairQueue(int most) {
    this.most = most;
  }

  /// Adds `element` for `owner`.
  ///
  /// @return what has no place any more: null, an element of the owner that has most, or `element`
  ///   itself
  public @Nullable E offer(Object owner, E element) {
    lock.lock();
    try {
      @Nullable E dropped = null;
      if (size >= most) {
        ArrayDeque<E> longest = longest();
        @Nullable ArrayDeque<E> own = waiting.get(owner);
        if (longest.size() <= (own == null ? 1 : own.size() + 1)) {
          return element;
        }
        dropped = longest.removeLast();
        size--;
      }
      waiting.computeIfAbsent(owner, _ -> new ArrayDeque<>(4)).addLast(element);
      size++;
      if (takers > 0) {
        came.signal();
      }
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  private ArrayDeque<E> longest() {
    ArrayDeque<E> longest = new ArrayDeque<>(1);
    for (ArrayDeque<E> one : waiting.values()) {
      longest = one.size() > longest.size() ? one : longest;
    }
    return longest;
  }

  /// Takes `element` of `owner` out again; false if it is not there.
  public boolean remove(Object owner, E element) {
    lock.lock();
    try {
      @Nullable ArrayDeque<E> own = waiting.get(owner);
      if (own == null || !own.remove(element)) {
        return false;
      }
      size--;
      if (own.isEmpty()) {
        waiting.remove(owner);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// The next element; null if none comes in time.
  public @Nullable E poll(Duration within) throws InterruptedException {
    long left = within.toNanos();
    lock.lockInterruptibly();
    try {
      takers++;
      while (size == 0 && left > 0) {
        left = came.awaitNanos(left);
      }
      return next(_ -> true);
    } finally {
      takers--;
      lock.unlock();
    }
  }

  /// The next element of an owner that `mayHave` one; null if there is none.
  public @Nullable E poll(Predicate<Object> mayHave) {
    lock.lock();
    try {
      return next(mayHave);
    } finally {
      lock.unlock();
    }
  }

  /// Moves the next elements, up to `limit` of them, to the end of `taken`.
  public void drainTo(Collection<? super E> taken, int limit) {
    lock.lock();
    try {
      for (int i = 0; i < limit && size > 0; i++) {
        @Nullable E next = next(_ -> true);
        if (next != null) {
          taken.add(next);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable E next(Predicate<Object> mayHave) {
    Optional<Object> owner = waiting.keySet().stream().filter(mayHave).findFirst();
    if (owner.isEmpty()) {
      return null;
    }
    ArrayDeque<E> own = Objects.requireNonNull(waiting.remove(owner.get()));
    E next = own.removeFirst();
    size--;
    if (!own.isEmpty()) {
      waiting.put(owner.get(), own);
    }
    return next;
  }

  /// How many elements wait.
  public int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }
}
