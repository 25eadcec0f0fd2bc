package dev.weft.delivery.lane;

import dev.weft.delivery.Lane;
import org.jspecify.annotations.Nullable;

/// What is known of the lanes of one owner that are only in the store, and how far the sweep over
/// them has come. [BacklogScan] and [Discards] read the store and say what came of it.
public final class StoredLanes {

  private final Recovery recovery;

  /// Lanes that are not in memory may have undelivered rows. While this is false, a lane that is
  /// not in memory has none, and a fresh row needs no look into the store.
  private boolean spilled;

  /// Some of those lanes may be ready for an attempt: the store is to be swept for them.
  private boolean sweepWanted;

  private boolean sweeping;

  /// The sweep only asks whether [#spilled] is still true, and stops at the first lane that says
  /// so.
  private boolean verifying;

  /// The last lane that the sweep has dealt with; null at its beginning.
  private @Nullable Lane cursor;

  /// The sweep in flight has passed a lane that is not in memory.
  private boolean passedSome;

  /// The undelivered callbacks are being given up.
  private boolean discarding;

  /// Grows whenever a lane with undelivered rows is left to the store.
  private long spills;

  private long spillsAtStart;

  StoredLanes(Recovery recovery) {
    this.recovery = recovery;
  }

  boolean isSpilled() {
    return spilled;
  }

  boolean isSweepWanted() {
    return sweepWanted;
  }

  boolean isSweeping() {
    return sweeping;
  }

  boolean isDiscarding() {
    return discarding;
  }

  /// The last lane that the sweep has dealt with; null at its beginning.
  public @Nullable Lane cursor() {
    return cursor;
  }

  /// Nothing of the owner is in the store alone, and nobody reads there.
  boolean isQuiet() {
    return !spilled && !sweeping && !discarding;
  }

  /// A lane with undelivered rows is left to the store.
  void spill() {
    spilled = true;
    spills++;
  }

  /// Lanes in the store may be let in from now on.
  void wantSweep() {
    sweepWanted = true;
    verifying = false;
  }

  /// Looks whether rows are still only in the store, unless they are looked for already.
  void verify() {
    if (spilled && !sweepWanted) {
      verifying = true;
      sweepWanted = true;
    }
  }

  void beginReading() {
    sweeping = true;
    if (cursor == null) {
      beginPass();
    }
  }

  void endReading() {
    sweeping = false;
  }

  /// The sweep has dealt with a lane. False if it has seen enough: it only asked whether rows are
  /// still there.
  boolean moveTo(Lane lane) {
    cursor = lane;
    if (verifying && passedSome) {
      verifying = false;
      sweepWanted = false;
      beginPass();
      return false;
    }
    return true;
  }

  /// A lane with undelivered rows was left where it is.
  void passOver() {
    passedSome = true;
  }

  /// The sweep has seen all lanes. What was left to the store meanwhile may have been behind it.
  void endPass() {
    recovery.passEnded();
    if (spills == spillsAtStart) {
      sweepWanted = false;
      spilled = passedSome;
      verifying = false;
    }
    sweepWanted |= recovery.wantsLanes() && spilled;
    beginPass();
  }

  private void beginPass() {
    cursor = null;
    passedSome = false;
    spillsAtStart = spills;
  }

  void beginDiscarding() {
    discarding = true;
    beginPass();
  }

  /// All that was in the store when it began has been given up.
  void endDiscarding() {
    discarding = false;
    endPass();
  }

  void failDiscarding() {
    discarding = false;
  }
}
