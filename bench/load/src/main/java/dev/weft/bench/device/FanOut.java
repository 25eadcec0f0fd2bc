package dev.weft.bench.device;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// Messages of some members to a group, by turns, and when the last of the others has each. All on
/// one event loop.
final class FanOut {

  private final String app;
  private final String group;
  private final String text;
  private final int members;
  private final List<DeviceLink> senders;

  /// Messages that may be under way at once; 0 for a schedule.
  private final int window;

  private final double perSecond;
  private final long start = System.nanoTime();
  private final long begin;
  private final long end;

  private final Map<Long, Long> sent = new HashMap<>();
  private final Map<Long, Under> underWay = new HashMap<>();
  private final LongStream.Builder times = LongStream.builder();
  private long localId;
  private long deliveries;
  private long messages;
  private long refused;

  /// A message under way.
  private static final class Under {
    private long sentAt;
    private int reached;
    private long lastAt;
  }

  /// @param members who are to get each message
  FanOut(
      String app,
      String group,
      int bytes,
      int members,
      List<DeviceLink> senders,
      int window,
      double perSecond,
      long warmMillis,
      long millis) {
    this.app = app;
    this.group = group;
    this.text = "x".repeat(bytes);
    this.members = members;
    this.senders = senders;
    this.window = window;
    this.perSecond = perSecond;
    this.begin = start + TimeUnit.MILLISECONDS.toNanos(warmMillis);
    this.end = begin + TimeUnit.MILLISECONDS.toNanos(millis);
    // Local ids of an earlier phase are no repetition of these.
    this.localId = start;
  }

  /// Sends what is due. True when all that was sent has arrived.
  boolean pump() {
    long now = System.nanoTime();
    while (now < end && isDue(now)) {
      long id = ++localId;
      sent.put(id, now);
      senders.get((int) (id % senders.size())).send(Frames.text(app, id, group, text));
    }
    return now >= end && sent.isEmpty() && underWay.isEmpty();
  }

  private boolean isDue(long now) {
    return window > 0
        ? sent.size() + underWay.size() < window
        : start + (long) ((localId - start) * (TimeUnit.SECONDS.toNanos(1) / perSecond)) <= now;
  }

  /// Something came to a device: nobody is sent what comes from itself.
  void came(SyncFrame sync) {
    long now = System.nanoTime();
    Long sentAt = sync.metaId() == 0 ? null : sent.remove(sync.metaId());
    if (sentAt != null) {
      if (sync.error() == 0) {
        Under under = under(sync.serverId());
        under.sentAt = sentAt;
        conclude(sync.serverId(), under);
      } else {
        refused++;
      }
      return;
    }
    for (long id : sync.messages()) {
      Under under = under(id);
      under.reached++;
      under.lastAt = now;
      if (now >= begin && now < end) {
        deliveries++;
      }
      conclude(id, under);
    }
  }

  private Under under(long id) {
    return underWay.computeIfAbsent(id, _ -> new Under());
  }

  private void conclude(long id, Under under) {
    if (under.sentAt == 0 || under.reached < members) {
      return;
    }
    underWay.remove(id);
    if (under.sentAt >= begin && under.sentAt < end) {
      messages++;
      times.add(under.lastAt - under.sentAt);
    }
  }

  /// Messages, deliveries, seconds, refused, and 50th and 99th percentile of the time from sending
  /// to the last member, in milliseconds.
  String told() {
    long[] sorted = times.build().sorted().toArray();
    return "%d %d %.3f %d %.3f %.3f"
        .formatted(
            messages,
            deliveries,
            (end - begin) / 1e9,
            refused,
            percentile(sorted, 0.5),
            percentile(sorted, 0.99));
  }

  private static double percentile(long[] sorted, double part) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))] / 1e6;
  }
}
