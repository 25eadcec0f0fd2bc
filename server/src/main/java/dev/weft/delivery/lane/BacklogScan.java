package dev.weft.delivery.lane;

import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds the lanes again that were left to the store: one pass after another over the lanes of a
/// rule, for as long as something may be there, and only while there is room for what it finds.
public final class BacklogScan {

  /// Looking whether a rule still has rows that are only in the store costs a reading.
  private static final int TIDIES_BETWEEN_CHECKS = 30;

  private final LaneMemory memory;
  private final Predicate<Lane> ours;
  private final Consumer<RuleLanes> read;
  private final Entrance entrance;
  private long tidied;
  private boolean stopped;

  /// Lets a lane into memory whose undelivered rows are in the store.
  interface Entrance {
    /// Lets the lane in.
    ///
    /// @param early whether its head may be attempted before its time
    void enter(RuleLanes rule, Lane lane, boolean early);

    /// A lane that waits for a retry was left in the store.
    void passed(RuleLanes rule);
  }

  /// @param ours whether a lane is delivered here: the store may show others as well
  /// @param read reads the next lanes of a rule after its cursor, outside
  BacklogScan(
      LaneMemory memory, Predicate<Lane> ours, Consumer<RuleLanes> read, Entrance entrance) {
    this.memory = memory;
    this.ours = ours;
    this.read = read;
    this.entrance = entrance;
  }

  void stop() {
    stopped = true;
  }

  /// Some lanes of the rule are only in the store from now on, and may be ready.
  void want(RuleLanes rule) {
    rule.spill();
    rule.sweepWanted = true;
    rule.verifying = false;
  }

  /// Lanes that wait in the store may come in early from now on.
  void wantEarly(RuleLanes rule) {
    if (rule.spilled) {
      rule.sweepWanted = true;
      rule.verifying = false;
      startIfRoom(rule);
    }
  }

  void startIfRoom(RuleLanes rule) {
    if (rule.sweepWanted && !rule.sweeping && !rule.isHeld() && !stopped && memory.isRoomy(rule)) {
      rule.sweeping = true;
      if (rule.cursor == null) {
        rule.beginPass();
      }
      try {
        read.accept(rule);
      } catch (RuntimeException | Error e) {
        // Whoever starts the reading has told; [#tidy] asks again.
        rule.sweeping = false;
      }
    }
  }

  /// To be called for each rule now and then, after [#tick].
  void tidy(RuleLanes rule) {
    if (tidied % TIDIES_BETWEEN_CHECKS == 0 && rule.spilled && !rule.sweepWanted) {
      rule.verifying = true;
      rule.sweepWanted = true;
    }
    startIfRoom(rule);
  }

  /// Counts a round of tidying.
  void tick() {
    tidied++;
  }

  /// Takes the lanes that a reading has found: `limit` were asked for.
  void found(RuleLanes rule, List<LaneHead> heads, int limit, Instant now) {
    rule.sweeping = false;
    for (LaneHead head : heads) {
      if (rule.isHeld()) {
        return;
      }
      boolean fresh = ours.test(head.lane()) && !rule.lanes.containsKey(head.lane());
      if (fresh && !admit(rule, head, now)) {
        return;
      }
      rule.cursor = head.lane();
      if (rule.verifying && rule.passedSome) {
        rule.verifying = false;
        rule.sweepWanted = false;
        rule.beginPass();
        return;
      }
    }
    if (heads.size() < limit) {
      rule.endPass();
    } else {
      startIfRoom(rule);
    }
  }

  /// False if the sweep has to stop before this lane.
  private boolean admit(RuleLanes rule, LaneHead head, Instant now) {
    @Nullable Instant next = head.nextAttempt();
    boolean waits = next != null && next.isAfter(now);
    if (waits && !rule.recovery.wantsLanes()) {
      rule.passedSome = true;
      entrance.passed(rule);
      return true;
    }
    if (!memory.hasRoom(rule)) {
      return false;
    }
    entrance.enter(rule, head.lane(), waits && rule.recovery.admits());
    return true;
  }

  /// The store could not be read: [#tidy] asks again.
  void failed(RuleLanes rule) {
    rule.sweeping = false;
  }
}
