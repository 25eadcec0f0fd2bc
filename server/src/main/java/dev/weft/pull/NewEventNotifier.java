package dev.weft.pull;

import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.RuleId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Who waits for callbacks of which rule. Waking costs nothing while nobody waits.
public final class NewEventNotifier {

  private final Map<RuleId, Set<Waiter>> waiters = new ConcurrentHashMap<>();

  /// Something of a rule has become durable. Returns at once.
  public void announce(LaneOwner owner) {
    waiters.getOrDefault(owner, Set.of()).forEach(Waiter::wake);
  }

  /// Wakes everybody.
  void announceAll() {
    waiters.values().forEach(ofRule -> ofRule.forEach(Waiter::wake));
  }

  /// A waiter that is woken from now on.
  Waiter register(RuleId rule) {
    Waiter waiter = new Waiter(rule);
    waiters.compute(
        rule,
        (_, ofRule) -> {
          Set<Waiter> all = ofRule == null ? ConcurrentHashMap.newKeySet() : ofRule;
          all.add(waiter);
          return all;
        });
    return waiter;
  }

  /// What wakes one reader. It remembers that it was woken until the reader waits.
  final class Waiter implements AutoCloseable {

    private final RuleId rule;
    private final Semaphore woken = new Semaphore(0);

    private Waiter(RuleId rule) {
      this.rule = rule;
    }

    private void wake() {
      // Being woken once says all there is to say; how often does not matter.
      if (woken.availablePermits() == 0) {
        woken.release();
      }
    }

    /// Waits to be woken, or until the time is up.
    void await(Duration time) throws InterruptedException {
      if (woken.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
        woken.drainPermits();
      }
    }

    @Override
    public void close() {
      waiters.computeIfPresent(
          rule,
          (_, ofRule) -> {
            ofRule.remove(this);
            return ofRule.isEmpty() ? null : ofRule;
          });
    }
  }
}
