package dev.weft.delivery.lane;

import static java.util.Comparator.comparing;

import dev.weft.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Decides which retries of an owner are made before their time, because its endpoint works again
/// or to find out whether it does.
///
/// The waits of a retry policy are for an endpoint that nobody knows anything of. While it is known
/// to fail, one early attempt after the other probes it, so that the lanes need not wait for their
/// turns when it is back. When it works, each success brings two more lanes forward: a slow start.
/// An early attempt that fails counts for nothing: the policy still says how often and how long.
final class Recovery {

  /// The first probe, and the least between two.
  private static final Duration SHORTEST_PROBE = Duration.ofSeconds(1);

  private static final Duration LONGEST_PROBE = Duration.ofSeconds(30);

  /// So much of an outage may pass between two probes: after a minute, two seconds.
  private static final int PROBES_PER_OUTAGE = 30;

  /// A lane is not brought forward sooner after it has failed; each early failure doubles it.
  private static final Duration SHORTEST_REST = Duration.ofSeconds(1);

  private static final int MOST_DOUBLINGS = 12;

  /// Lanes that one success brings forward.
  private static final int FOR_EACH_SUCCESS = 2;

  /// A pass that has begun before a success has passed lanes already: the one after it has not.
  private static final int PASSES = 2;

  /// Lanes in memory that wait for a retry, those first that may be brought forward first.
  private final TreeSet<LaneQueue> waiting =
      new TreeSet<>(comparing(LaneQueue::earlyFrom).thenComparingLong(LaneQueue::number));

  private @Nullable Instant failingSince;
  private Instant nextProbe = Instant.MAX;
  private Instant restUntil = Instant.MIN;
  private boolean fresh = true;
  private int passes;
  private int admissions;

  /// The wait before the next probe of an endpoint that has failed for so long.
  static Duration probeWait(Duration failing) {
    Duration wait = failing.dividedBy(PROBES_PER_OUTAGE);
    if (wait.compareTo(SHORTEST_PROBE) < 0) {
      return SHORTEST_PROBE;
    }
    return wait.compareTo(LONGEST_PROBE) > 0 ? LONGEST_PROBE : wait;
  }

  /// The lane waits for a retry from now on.
  void waits(LaneQueue lane, Instant now) {
    left(lane);
    Duration rest =
        SHORTEST_REST.multipliedBy(1L << Math.min(lane.earlyFailures(), MOST_DOUBLINGS));
    lane.becomeEarlyFrom(now.plus(rest));
    waiting.add(lane);
  }

  /// The lane waits no longer.
  void left(LaneQueue lane) {
    if (!waiting.isEmpty()) {
      waiting.remove(lane);
    }
  }

  boolean isAnybodyWaiting() {
    return !waiting.isEmpty();
  }

  /// The endpoint has taken a callback. True if it had failed before, or nothing was known of it.
  boolean succeeded() {
    boolean news = failingSince != null || fresh;
    fresh = false;
    failingSince = null;
    nextProbe = Instant.MAX;
    restUntil = Instant.MIN;
    return news;
  }

  /// An attempt has failed at `now`.
  ///
  /// @param early whether it was made before its time
  void failed(LaneQueue lane, Outcome outcome, boolean early, Instant now) {
    if (early && failingSince == null) {
      // Others succeed: it is the lane, and not the endpoint.
      lane.failedEarly();
    }
    fresh = false;
    Instant since = failingSince == null ? now : failingSince;
    failingSince = since;
    if (outcome instanceof Outcome.Refused refused && refused.retryAfter() != null) {
      Instant until = now.plus(refused.retryAfter());
      restUntil = until.isAfter(restUntil) ? until : restUntil;
    }
    nextProbe = later(now.plus(probeWait(Duration.between(since, now))), restUntil);
  }

  /// Lanes that wait for a retry were found in the store. If nothing is known of the endpoint, it
  /// is probed at once.
  void foundWaiting(Instant now) {
    if (fresh && nextProbe.equals(Instant.MAX)) {
      nextProbe = now;
    }
  }

  /// When the next probe is to be made; the end of time if none is needed.
  Instant nextProbe() {
    return nextProbe;
  }

  /// Whether the endpoint has taken the newest attempt.
  boolean works() {
    return failingSince == null && !fresh;
  }

  /// When to look again what may come forward: a probe, or a lane that rests after it has failed.
  Instant nextLook() {
    return works() && !waiting.isEmpty()
        ? later(waiting.first().earlyFrom(), restUntil)
        : nextProbe;
  }

  /// Takes out the lane that probes the endpoint; null if none in memory waits. The next probe is
  /// another wait away, whatever comes of this one.
  @Nullable LaneQueue probe(Instant now) {
    Instant since = failingSince == null ? now : failingSince;
    nextProbe = later(now.plus(probeWait(Duration.between(since, now))), restUntil);
    return waiting.pollFirst();
  }

  /// Takes out a lane that a success brings forward; null if there is none that may be.
  @Nullable LaneQueue hurry(Instant now) {
    boolean may =
        !waiting.isEmpty() && !waiting.first().earlyFrom().isAfter(now) && !restUntil.isAfter(now);
    return may ? waiting.pollFirst() : null;
  }

  static int forEachSuccess() {
    return FOR_EACH_SUCCESS;
  }

  /// Takes out any lane that waits; null if none does.
  @Nullable LaneQueue any() {
    return waiting.pollFirst();
  }

  /// From now on, lanes in the store that wait for a retry are let in early, for one pass over all.
  void letAllIn() {
    passes = PASSES;
  }

  /// One lane in the store is let in early, as a probe.
  void letOneIn() {
    admissions = 1;
  }

  /// Whether a lane that waits in the store may come in early. One that may, does.
  boolean admits() {
    if (passes > 0) {
      return true;
    }
    boolean one = admissions > 0;
    admissions = 0;
    return one;
  }

  /// Lanes of the store have all been seen.
  void passEnded() {
    passes = Math.max(0, passes - 1);
    admissions = 0;
  }

  /// Whether a pass over the store is to let lanes in early.
  boolean wantsLanes() {
    return passes > 0 || admissions > 0;
  }

  /// A person says that it works again.
  void forgive() {
    failingSince = null;
    nextProbe = Instant.MAX;
    restUntil = Instant.MIN;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
