package dev.weft.delivery.engine;

import dev.weft.delivery.lane.LaneQueue;
import dev.weft.delivery.lane.Lanes;
import dev.weft.loop.Loops;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The [Lanes] and their lock, which is never held while something waits.
public final class SharedLanes {

  private static final Logger log = LoggerFactory.getLogger(SharedLanes.class);

  private final Lanes lanes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition quiet = lock.newCondition();
  private final Condition earlier = lock.newCondition();
  private Instant sleepsUntil = Instant.MIN;
  private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();
  private final Loops loops;
  private boolean stopped;

  /// @param lanes made of the way to what is to be done [#afterwards]
  SharedLanes(Function<SharedLanes, Lanes> lanes, Loops loops) {
    this.loops = loops;
    this.lanes = lanes.apply(this);
  }

  /// To be called by [Lanes] alone: does `action` when the lock is free again.
  void afterwards(Runnable action) {
    afterwards.add(action);
  }

  /// Tells the lanes what happened.
  void update(Consumer<Lanes> event) {
    this.<@Nullable Void>ask(
        lanes -> {
          event.accept(lanes);
          return null;
        });
  }

  <T extends @Nullable Object> T ask(Function<Lanes, T> question) {
    T answer;
    List<Runnable> actions = List.of();
    lock.lock();
    try {
      answer = question.apply(lanes);
      if (!afterwards.isEmpty()) {
        actions = List.copyOf(afterwards);
        afterwards.clear();
      }
      wakeWhoWaits();
    } finally {
      lock.unlock();
    }
    actions.forEach(this::tryTo);
    return answer;
  }

  /// What is done afterwards concerns others than those who have told something.
  private void tryTo(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      loops.failed("lanes");
      log.error("action after an event of the lanes failed, left out", e);
    }
  }

  /// Something that has to do with `lane` failed in a way that nobody has foreseen: it is read anew
  /// in a moment. If not even that can be said, the server is not ready any more.
  void recover(LaneQueue lane, Instant next, Throwable failure) {
    loops.failed("lane");
    try {
      log.error("lane failed, read anew lane={} at={}", lane.lane(), next, failure);
      update(all -> all.broken(lane, next));
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
      loops.broken("delivery", failure);
    }
  }

  private void wakeWhoWaits() {
    if (stopped && lanes.attemptsInFlight() == 0) {
      quiet.signalAll();
    }
    if (lanes.nextWake().isBefore(sleepsUntil)) {
      earlier.signal();
    }
  }

  /// Waits until `latest`, or until a moment before it when a lane is to be woken. False at once
  /// when there is nothing more to wait for.
  boolean awaitWake(Instant latest, InstantSource time) throws InterruptedException {
    lock.lock();
    try {
      while (!stopped) {
        Instant wake = lanes.nextWake();
        sleepsUntil = wake.isBefore(latest) ? wake : latest;
        long nanos = Duration.between(time.instant(), sleepsUntil).toNanos();
        if (nanos <= 0) {
          return true;
        }
        long _ = earlier.awaitNanos(nanos);
      }
      return false;
    } finally {
      sleepsUntil = Instant.MIN;
      lock.unlock();
    }
  }

  /// The clock has moved otherwise than time passes: who waits for a moment looks at it again.
  void clockMoved() {
    lock.lock();
    try {
      earlier.signal();
    } finally {
      lock.unlock();
    }
  }

  /// No further attempt starts, and nobody waits for a moment any more.
  void stop() {
    lock.lock();
    try {
      stopped = true;
      lanes.stop();
      earlier.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until no attempt is in flight after [#stop]; false if this takes longer than `within`.
  boolean awaitQuiet(Duration within) throws InterruptedException {
    lock.lock();
    try {
      long nanos = within.toNanos();
      while (lanes.attemptsInFlight() > 0) {
        if (nanos <= 0) {
          return false;
        }
        nanos = quiet.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
