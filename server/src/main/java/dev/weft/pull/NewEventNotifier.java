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

  private final Map<RuleId, Set<Bell>> bells = new ConcurrentHashMap<>();

  /// Something of a rule has become durable. Returns at once.
  public void announce(LaneOwner owner) {
    bells.getOrDefault(owner, Set.of()).forEach(Bell::ring);
  }

  /// Wakes everybody.
  void announceAll() {
    bells.values().forEach(ofRule -> ofRule.forEach(Bell::ring));
  }

  /// A bell that rings from now on.
  Bell hang(RuleId rule) {
    Bell bell = new Bell(rule);
    bells.compute(
        rule,
        (_, ofRule) -> {
          Set<Bell> all = ofRule == null ? ConcurrentHashMap.newKeySet() : ofRule;
          all.add(bell);
          return all;
        });
    return bell;
  }

  /// What wakes one reader. It remembers a ring until the reader listens.
  final class Bell implements AutoCloseable {

    private final RuleId rule;
    private final Semaphore rung = new Semaphore(0);

    private Bell(RuleId rule) {
      this.rule = rule;
    }

    private void ring() {
      // One ring says all there is to say; how often it rang does not matter.
      if (rung.availablePermits() == 0) {
        rung.release();
      }
    }

    /// Waits for a ring, or until the time is up.
    void await(Duration time) throws InterruptedException {
      if (rung.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
        rung.drainPermits();
      }
    }

    @Override
    public void close() {
      bells.computeIfPresent(
          rule,
          (_, ofRule) -> {
            ofRule.remove(this);
            return ofRule.isEmpty() ? null : ofRule;
          });
    }
  }
}
