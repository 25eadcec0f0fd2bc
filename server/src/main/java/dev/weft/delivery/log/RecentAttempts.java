package dev.weft.delivery.log;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.Verdict;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What this node has attempted lately: counts by rule and minute, and each attempt for whoever
/// watches. It is kept in memory, and gone with the process.
public final class RecentAttempts implements DeliveryListener {

  /// Minutes that are counted.
  public static final int MINUTES = 60;

  /// Rules that are counted each for itself; beyond, new ones are not.
  private static final int MAX_RULES = 10_000;

  /// People who watch at once, at most.
  public static final int MAX_WATCHES = 32;

  /// Attempts that wait for one who watches: what is more is left out, and counted.
  private static final int BUFFER = 256;

  private final Clock clock;
  private final Map<LaneOwner, Minutes> rules = new ConcurrentHashMap<>();
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

  public RecentAttempts(Clock clock) {
    this.clock = clock;
  }

  /// The attempts of the last hour, minute by minute, the present one last.
  ///
  /// @param delivered attempts that delivered
  /// @param failed attempts that did not
  @SuppressWarnings("ArrayRecordComponent") // Never compared by content.
  public record Counts(int[] delivered, int[] failed) {}

  /// The counts of a rule.
  public Counts of(RuleId rule) {
    @Nullable Minutes minutes = rules.get(rule);
    return minutes == null
        ? new Counts(new int[MINUTES], new int[MINUTES])
        : minutes.upTo(minute());
  }

  /// Watches from now on; null if too many do already.
  public @Nullable Watch watch() {
    if (watches.size() >= MAX_WATCHES) {
      return null;
    }
    Watch watch = new Watch();
    watches.add(watch);
    return watch;
  }

  @Override
  public void attempted(Endpoint endpoint, Attempt attempt) {
    LaneOwner owner = attempt.delivery().lane().owner();
    if (rules.size() < MAX_RULES || rules.containsKey(owner)) {
      rules
          .computeIfAbsent(owner, _ -> new Minutes())
          .count(minute(), attempt.verdict() instanceof Verdict.Delivered);
    }
    watches.forEach(watch -> watch.offer(new Seen(endpoint.name(), attempt)));
  }

  private long minute() {
    return clock.millis() / 60_000;
  }

  /// An attempt as it was seen.
  public record Seen(String rule, Attempt attempt) {}

  /// The eyes of one person. Used by one thread.
  public final class Watch implements AutoCloseable {
    private final ArrayBlockingQueue<Seen> seen = new ArrayBlockingQueue<>(BUFFER);
    private final AtomicLong missed = new AtomicLong();

    private void offer(Seen attempt) {
      if (!seen.offer(attempt)) {
        missed.incrementAndGet();
      }
    }

    /// The next attempt; null if none comes in time.
    public @Nullable Seen next(long millis) throws InterruptedException {
      return seen.poll(millis, TimeUnit.MILLISECONDS);
    }

    /// How many were left out since this was last asked.
    public long missed() {
      return missed.getAndSet(0);
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }

  /// A ring of minutes.
  private static final class Minutes {
    private final int[] delivered = new int[MINUTES];
    private final int[] failed = new int[MINUTES];
    private long last;

    synchronized void count(long minute, boolean good) {
      forward(minute);
      (good ? delivered : failed)[(int) (minute % MINUTES)]++;
    }

    synchronized Counts upTo(long minute) {
      forward(minute);
      int[] deliveredThen = new int[MINUTES];
      int[] failedThen = new int[MINUTES];
      for (int i = 0; i < MINUTES; i++) {
        int at = (int) ((minute + 1 + i) % MINUTES);
        deliveredThen[i] = delivered[at];
        failedThen[i] = failed[at];
      }
      return new Counts(deliveredThen, failedThen);
    }

    /// Empties the minutes in which nothing happened.
    private void forward(long minute) {
      for (long passed = Math.max(last + 1, minute - MINUTES + 1); passed <= minute; passed++) {
        delivered[(int) (passed % MINUTES)] = 0;
        failed[(int) (passed % MINUTES)] = 0;
      }
      last = Math.max(last, minute);
    }
  }
}
