package dev.weft.delivery.lane;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Ban;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// What the engine promises. A [Simulation] says what happens; each method throws a [BrokenPromise]
/// if it must not.
final class Promises {

  private final DeliverySettings settings;
  private final ModelStore store;
  private final Map<LaneOwner, Endpoint> rules;
  private final InstantSource time;

  // What is so until the next crash.
  private final Map<LaneOwner, Integer> inFlightOfRule = new HashMap<>();
  private final Map<Lane, Long> inFlight = new HashMap<>();
  private final Map<LaneOwner, Instant> bannedUntil = new HashMap<>();
  private final Set<LaneOwner> paused = new HashSet<>();
  private final Map<LaneOwner, List<Instant>> starts = new HashMap<>();
  private final Map<LaneQueue, Instant> turns = new HashMap<>();

  // Attempts that were started, by callback and number, and what may be repeated of them.
  private final Set<String> begun = new HashSet<>();
  private int repeated;
  private int mayRepeat;

  /// The engine broke a promise.
  static final class BrokenPromise extends AssertionError {
    private static final long serialVersionUID = 1L;

    BrokenPromise(String what) {
      super(what);
    }
  }

  Promises(
      DeliverySettings settings,
      ModelStore store,
      Map<LaneOwner, Endpoint> rules,
      InstantSource time) {
    this.settings = settings;
    this.store = store;
    this.rules = rules;
    this.time = time;
  }

  /// The process is gone, and another one begins. What was in flight may come again.
  void crashed() {
    mayRepeat += inFlight.size();
    inFlightOfRule.clear();
    inFlight.clear();
    bannedUntil.clear();
    paused.clear();
    starts.clear();
    turns.clear();
  }

  void banned(LaneOwner rule, Ban ban) {
    bannedUntil.put(rule, ban.until());
  }

  void paused(LaneOwner rule) {
    paused.add(rule);
  }

  void resumed(LaneOwner rule) {
    bannedUntil.remove(rule);
    paused.remove(rule);
  }

  /// A turn of a lane begins.
  void turn(LaneQueue lane) {
    Instant now = time.instant();
    turns.put(lane, now);
    OwnerLimiter limiter = lane.owner().limiter();
    switch (lane.owner().endpoint().health(now)) {
      case EndpointHealth.Delivering _ -> {}
      case EndpointHealth.Open(_, Instant nextProbe) -> {
        require(!now.isBefore(nextProbe), () -> "started too early: " + nextProbe);
        require(limiter.inFlight() == 1, () -> "probes with " + limiter.inFlight());
      }
      case EndpointHealth.Recovering(int allowed) ->
          require(limiter.inFlight() <= allowed, () -> "recovers with " + limiter.inFlight());
      case EndpointHealth.Disabled _, EndpointHealth.Paused _, EndpointHealth.Banned _ ->
          throw new BrokenPromise("started though " + lane.owner().endpoint().health(now));
    }
  }

  private void checkRate(LaneQueue lane, Endpoint endpoint) {
    List<Instant> earlier = starts.computeIfAbsent(endpoint.owner(), _ -> new ArrayList<>());
    Instant start = turns.getOrDefault(lane, time.instant());
    earlier.add(start);
    Double rate = endpoint.throttle().maxPerSecond();
    if (rate == null) {
      return;
    }
    for (int i = 0; i < earlier.size(); i++) {
      double seconds = Duration.between(earlier.get(i), start).toMillis() / 1e3;
      int count = earlier.size() - i;
      // One for the edge, two for turns that ended without an attempt and gave theirs back.
      require(
          count <= rate * (seconds + 0.1) + 3, () -> count + " in " + seconds + " s at " + rate);
    }
  }

  /// An attempt begins.
  void attempt(LaneQueue lane, Endpoint endpoint, Delivery head, boolean early, Leases leases) {
    Instant now = time.instant();
    require(!early || !endpoint.retry().isVendor(), () -> "early under the vendor's policy");
    require(
        leases.holds(lane.partition(), lane.epoch()),
        () -> "attempted without the lease of partition " + lane.partition());
    checkRate(lane, endpoint);
    if (!begun.add(head.id() + "/" + head.nextNumber())) {
      repeated++;
      require(repeated <= mayRepeat, () -> "repeated without a crash: " + head);
    }
    require(
        !now.isBefore(bannedUntil.getOrDefault(endpoint.owner(), now)),
        () -> "attempted though banned");
    require(!paused.contains(endpoint.owner()), () -> "attempted though paused");
    Integer most = endpoint.throttle().maxConcurrency();
    require(
        most == null || inFlightOfRule.getOrDefault(endpoint.owner(), 0) < most,
        () -> "more at once than the rule allows");
    ModelStore.Row row = store.row(head.id());
    boolean deleted = !rules.containsKey(endpoint.owner());
    require(inFlight.put(head.lane(), head.id()) == null, () -> "two in flight in " + head.lane());
    require(deleted || row.state() == State.PENDING, () -> "attempted again: " + row);
    require(deleted || row.delivery().equals(head), () -> head + " is not what is stored: " + row);
    store
        .pending(head.lane())
        .findFirst()
        .ifPresent(
            first -> require(first.id() >= head.id(), () -> head.id() + " overtook " + first));
    require(
        early || !endpoint.retry().due(head, now).isAfter(now),
        () -> "attempted before it was due: " + head);
    inFlightOfRule.merge(endpoint.owner(), 1, Integer::sum);
  }

  /// An attempt has its answer.
  void answered(LaneOwner rule) {
    inFlightOfRule.merge(rule, -1, Integer::sum);
  }

  /// The attempt in flight in the lane counts for nothing: one of the same number may come again.
  void mayRepeat(Lane lane) {
    mayRepeat++;
    inFlight.remove(lane);
  }

  /// An attempt is about to become durable.
  void settle(Attempt attempt) {
    ModelStore.Row row = store.row(attempt.delivery().id());
    require(
        row.state() == State.PENDING || !rules.containsKey(attempt.delivery().lane().owner()),
        () -> "settled twice: " + row);
    require(
        row.delivery().attempts() == attempt.delivery().attempts(), () -> "settled twice: " + row);
  }

  /// An attempt is durable, and its lane goes on.
  void settled(Lane lane) {
    inFlight.remove(lane);
  }

  /// What the engine says of a rule.
  void health(LaneOwner rule, EndpointHealth health) {
    require(
        paused.contains(rule) || !(health instanceof EndpointHealth.Paused),
        () -> "paused by the URL it had before");
  }

  /// What must be so at every moment.
  void always(Lanes lanes, Leases leases) {
    bounds(lanes);
    nobodyWaitsForNothing(lanes, leases);
    somebodyProbes(lanes);
  }

  /// Nobody waits for a permit that is free.
  private void nobodyWaitsForNothing(Lanes lanes, Leases leases) {
    // The timer may be late.
    Instant lately = time.instant().minusMillis(1_100);
    boolean free = lanes.attemptsInFlight() < settings.attempts();
    for (OwnerLanes owner : lanes.ownersInMemory()) {
      boolean mayStart =
          !owner.endpoint().isHeld()
              && leases.isValid()
              && !owner.limiter().isFull(lately)
              && owner.limiter().notBefore().isBefore(lately)
              && (free || owner.limiter().inFlight() < 4);
      require(!mayStart || owner.ready().isEmpty(), () -> "waits for nothing: " + owner.id());
    }
  }

  /// While an endpoint fails and retries wait, it is probed within half a minute; while it works,
  /// no retry waits that could come forward.
  private void somebodyProbes(Lanes lanes) {
    Instant now = time.instant();
    for (OwnerLanes owner : lanes.ownersInMemory()) {
      Instant probe = owner.recovery().nextProbe();
      boolean waits =
          owner.recovery().isAnybodyWaiting()
              && owner.endpoint().recovers()
              && !owner.endpoint().isHeld();
      if (waits && !probe.equals(Instant.MAX)) {
        require(
            !owner.wakeAt().isAfter(probe)
                || probe.isAfter(now.minusMillis(2_500))
                || owner.limiter().inFlight() > 0
                || !owner.ready().isEmpty(),
            () -> "nobody wakes " + owner.id() + " to probe at " + probe);
        require(!probe.isAfter(now.plusSeconds(31)), () -> "probed only at " + probe);
      }
    }
  }

  private void bounds(Lanes lanes) {
    int all = 0;
    for (int ofRule : inFlightOfRule.values()) {
      require(ofRule <= settings.attemptsPerRule(), () -> "too many attempts of a rule: " + ofRule);
      all += ofRule;
    }
    require(all <= lanes.attemptsInFlight(), () -> "attempts without a permit");
    int share = 4 * inFlightOfRule.size();
    require(all <= settings.attempts() + share, () -> "too many attempts");
    int lanesShare = 16 * 3;
    require(lanes.lanesInMemory() <= settings.lanes() + lanesShare, () -> "too many lanes");
    require(lanes.lanesInMemory() <= 3 * settings.lanesPerRule(), () -> "too many lanes of a rule");
    // Beyond the bound there may be what is read for attempts in flight, 16 rows each.
    long beyond = (long) lanes.attemptsInFlight() * 16 * Simulation.MAX_BODY;
    long slack = (long) lanes.lanesInMemory() * 16 * Simulation.MAX_BODY;
    require(
        lanes.bytesInMemory() <= settings.bodyBytes() + Math.max(beyond, slack),
        () -> "too many bytes");
    require(
        lanes.bytesInMemory() >= 0 && lanes.lanesInMemory() >= 0, () -> "counted below nothing");
  }

  static void require(boolean kept, Supplier<String> otherwise) {
    if (!kept) {
      throw new BrokenPromise(otherwise.get());
    }
  }
}
