package dev.weft.sync;

import dev.weft.chat.Ids;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.sync.device.DeviceStore;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Deletes by age what only devices need: notices, edits and receipts in timelines, and devices
/// that nobody uses any more. Messages stay.
public final class SyncRetention {

  /// How long both are kept at the least.
  public static final Duration KEEP = Duration.ofDays(90);

  /// Rows of one step.
  static final int ROWS_PER_STEP = 500;

  /// A device takes its cursors along, one for each conversation.
  static final int DEVICES_PER_STEP = 20;

  private final Transactions transactions;
  private final TimelineStore timelines;
  private final DeviceStore devices;
  private final Clock clock;
  private final Duration keep;

  /// @param offline how far back a device is brought up to date: if longer than [#KEEP], all is
  ///   kept as long
  public SyncRetention(
      Transactions transactions,
      TimelineStore timelines,
      DeviceStore devices,
      Clock clock,
      Duration offline) {
    this.transactions = transactions;
    this.timelines = timelines;
    this.devices = devices;
    this.clock = clock;
    this.keep = offline.compareTo(KEEP) > 0 ? offline : KEEP;
  }

  /// Takes one step in the timelines; false if nothing more is old enough for now.
  public boolean stepTimelines() {
    long before = Ids.firstAt(cutoff()).value();
    return transactions.call(tx -> timelines.sweep(tx, before, ROWS_PER_STEP)) == ROWS_PER_STEP;
  }

  /// Takes one step among the devices; false if nothing more is old enough for now.
  public boolean stepDevices() {
    Instant before = cutoff();
    return transactions.call(tx -> devices.forget(tx, before, DEVICES_PER_STEP))
        == DEVICES_PER_STEP;
  }

  private Instant cutoff() {
    return clock.instant().minus(keep);
  }
}
