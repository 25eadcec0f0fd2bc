package dev.weft.delivery.lane;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Ban;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Endpoints;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.engine.SharedLanes;
import dev.weft.delivery.lane.LaneQueue.Phase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Facade of what decides about lanes: takes each event and hands it to the part that answers for
/// it. Knows no threads and no store: it is notified of what happened and answers with [LaneWork]
/// to be done, which makes every schedule of it repeatable.
///
/// Not thread-safe; [SharedLanes] calls it under its lock.
///
/// A lane is in memory while it has something to deliver and there is room ([LaneMemory]); when it
/// may attempt, [AttemptScheduler] decides; what its attempt leads to, [Turns]. What finds no room
/// is left to the store, where it is already durable, and is found again by a sweep over the
/// owner's lanes ([BacklogScan]) or, when it waits for a retry, by the time it falls due.
public final class Lanes {

  private final TimerQueue<LaneQueue> timers = new TimerQueue<>();
  private final OwnerTable owners;
  private final LaneMemory memory;
  private final AttemptScheduler scheduler;
  private final BacklogScan backlogScan;
  private final EarlyRetries early;
  private final Discards discards;
  private final Eviction eviction;
  private final Holds holds;
  private final LaneIntake intake;
  private final Turns turns;
  private final InstantSource time;

  public Lanes(
      DeliverySettings settings,
      Endpoints endpoints,
      Leases leases,
      LaneWork work,
      InstantSource time) {
    this.time = time;
    LastRead lastRead = new LastRead();
    owners = new OwnerTable(settings, endpoints, time, work::healthChanged);
    memory = new LaneMemory(settings, leases);
    scheduler = new AttemptScheduler(settings, leases, time, owners.timers(), work::attempt);
    ProbeTimer probes = new ProbeTimer(owners.timers(), time);
    backlogScan = new BacklogScan(memory, leases, scheduler, probes, time, work::sweep);
    early = new EarlyRetries(timers, scheduler, backlogScan, probes, time);
    discards = new Discards(scheduler, work::discard);
    eviction = new Eviction(owners, memory, leases, timers, scheduler, backlogScan, discards);
    holds = new Holds(owners, eviction, early, scheduler);
    intake = new LaneIntake(owners, memory, leases, scheduler, eviction, lastRead);
    turns =
        new Turns(
            owners,
            memory,
            leases,
            timers,
            scheduler,
            eviction,
            early,
            holds,
            lastRead,
            work::resume,
            time);
  }

  /// Looks in the store for what an owner has not delivered: when the process starts, and when
  /// partitions have come to it.
  public void load(LaneOwner id) {
    eviction.toStore(owners.get(id));
  }

  /// An owner that was paused when the process started.
  public void loadPaused(LaneOwner id, EndpointHealth.Paused paused) {
    holds.loadPaused(id, paused);
  }

  /// An owner that was banned before the process started, oldest ban first.
  public void loadBanned(LaneOwner id, List<Ban> bans) {
    holds.loadBanned(id, bans);
  }

  /// Resumes owners that were held before `before` and of which the store says nothing any more:
  /// another node has resumed them, and this one was not notified.
  public void resumeOthers(Set<LaneOwner> paused, Set<LaneOwner> banned, Instant before) {
    holds.resumeOthers(paused, banned, before);
  }

  /// Takes a delivery that has become durable, perhaps later than one that follows it, if it is the
  /// next of its lane. Otherwise it is read from the store.
  ///
  /// @param predecessor see [OutboxEntry#predecessor]
  public void handOver(Delivery delivery, long predecessor) {
    intake.handOver(delivery, predecessor);
  }

  /// Takes note that a delivery has become durable, perhaps later than one that follows it. It is
  /// read from the store, where the order is right.
  public void notified(Lane id, long delivery) {
    intake.notified(id, delivery);
  }

  /// Takes rows whose retry has fallen due. Those of lanes in memory have an timer of their own.
  public void due(List<LaneHead> heads) {
    intake.due(heads);
  }

  /// What the turn of `lane` needs next. To be asked when it begins, and again after each reading.
  public TurnStep next(LaneQueue lane) {
    return turns.next(lane);
  }

  /// Takes what the store returned for `limit` rows.
  public void read(LaneQueue lane, List<Delivery> rows, int limit) {
    turns.read(lane, rows, limit);
  }

  /// The turn failed before an attempt; the lane's next one is not before `next`.
  public void failed(LaneQueue lane, Instant next) {
    turns.failed(lane, next);
  }

  /// The turn has ended: its attempt was not made, because the partition may be another node's.
  public void withheld(LaneQueue lane) {
    turns.withheld(lane);
  }

  /// The turn has ended without an attempt, or with one that means nothing.
  public void notAttempted(LaneQueue lane) {
    turns.notAttempted(lane);
  }

  /// The turn, or what came after it, has ended in a way that nobody has foreseen. What is known of
  /// the lane is forgotten and read again from the store, not before `next`.
  public void broken(LaneQueue lane, Instant next) {
    turns.broken(lane, next);
  }

  /// The attempt has ended and its permit is free; the lane waits until this is durable. Answers
  /// the ban that it has brought upon its owner, to be made durable with it; null if there is none.
  public @Nullable Ban answered(LaneQueue lane, Attempt attempt) {
    return turns.answered(lane, attempt);
  }

  /// An attempt that was made before its time has failed. It is none: the lane waits as before.
  public void failedEarly(LaneQueue lane, Attempt attempt) {
    turns.failedEarly(lane, attempt);
  }

  /// The attempt at the lane's head is durable.
  ///
  /// @throws IllegalStateException if it was of another delivery than the head
  public void settled(LaneQueue lane, Attempt attempt) {
    turns.settled(lane, attempt);
  }

  /// Makes all retries of an owner now that wait for later, in order: somebody has asked for it.
  public void retryNow(LaneOwner id) {
    OwnerLanes owner = owners.get(id);
    early.allNow(owner);
    backlogScan.wantEarly(owner);
    owners.leaveIfIdle(owner);
  }

  /// Makes the retry of one lane now, if it is delivered here.
  public void retryNow(Lane id) {
    if (!intake.isOurs(id)) {
      return;
    }
    OwnerLanes owner = owners.get(id.owner());
    @Nullable LaneQueue lane = owner.memory().find(id);
    if (lane == null) {
      intake.enterEarly(owner, id);
    } else if (lane.phase() == Phase.WAITING) {
      early.oneNow(lane);
    }
  }

  /// The endpoint of the owner has taken something outside of its lanes: a test.
  public void succeeded(Lane id) {
    OwnerLanes owner = owners.get(id.owner());
    if (owner.endpoint().recovers()) {
      owner.limiter().succeeded(id, time.instant());
      owners.notifyHealth(owner);
      early.succeeded(owner);
      scheduler.start(owner);
    }
    owners.leaveIfIdle(owner);
  }

  /// When the owner is probed next; the end of time if it is not.
  public Instant nextProbe(LaneOwner id) {
    OwnerLanes owner = owners.get(id);
    Instant probe = EarlyRetries.nextProbe(owner);
    owners.leaveIfIdle(owner);
    return probe;
  }

  /// Starts what may start now: lanes and owners whose time has come.
  public void wake() {
    Instant now = time.instant();
    @Nullable OwnerLanes owner = owners.timers().pollDue(now);
    while (owner != null) {
      if (owner.endpoint().endBan(now)) {
        holds.look(owner);
      } else {
        early.probe(owner);
        scheduler.start(owner);
      }
      owner = owners.timers().pollDue(now);
    }
    @Nullable LaneQueue lane = timers.pollDue(now);
    while (lane != null) {
      lane.owner().recovery().left(lane);
      scheduler.add(lane);
      lane = timers.pollDue(now);
    }
  }

  /// When to call [#wake] next; the end of time if nothing waits.
  public Instant nextWake() {
    Instant ofLanes = timers.earliest();
    Instant ofOwners = owners.timers().earliest();
    return ofLanes.isBefore(ofOwners) ? ofLanes : ofOwners;
  }

  /// Takes the lanes that a sweep has found: `limit` were asked for.
  public void swept(OwnerLanes owner, List<LaneHead> heads, int limit) {
    backlogScan.found(owner, heads, limit);
    owners.leaveIfIdle(owner);
  }

  /// The store could not be swept: later again.
  public void notSwept(OwnerLanes owner) {
    backlogScan.failed(owner);
  }

  /// Looks at owners that have something in the store and nothing to do. To be called now and then.
  public void tidy() {
    backlogScan.tick();
    for (OwnerLanes owner : owners.snapshot()) {
      backlogScan.tidy(owner);
      early.probe(owner);
      discards.startIfDeleted(owner);
      owners.leaveIfIdle(owner);
    }
  }

  /// The rule or the job was changed, or deleted: what was true of it may be so no longer.
  public void changed(LaneOwner id) {
    holds.changed(owners.get(id));
  }

  /// A person has resumed the owner: no pause, no ban, no open circuit.
  public void resumed(LaneOwner id) {
    holds.resume(owners.get(id));
  }

  /// How the owner does with its endpoint now.
  public EndpointHealth health(LaneOwner id) {
    OwnerLanes owner = owners.get(id);
    EndpointHealth health = owner.endpoint().health(time.instant());
    owners.leaveIfIdle(owner);
    return health;
  }

  /// The owners that do not deliver as usual.
  public Map<LaneOwner, EndpointHealth> unhealthy() {
    return owners.unhealthy();
  }

  /// Partitions were let go: what is not in flight in them is forgotten.
  public void released() {
    eviction.released();
  }

  /// The leases were over and are valid again: what waited goes on.
  public void leasesValid() {
    owners.snapshot().forEach(scheduler::start);
  }

  /// The partitions in which an attempt is in flight, or not yet durable.
  public BitSet partitionsInFlight() {
    return owners.partitionsInFlight();
  }

  /// Whether the store is being read for lanes that are not in memory.
  public boolean isReading() {
    return owners.isReading();
  }

  /// What the deleted owner had in the store is given up.
  public void discarded(OwnerLanes owner) {
    discards.ended(owner);
    owners.leaveIfIdle(owner);
  }

  /// The store did not give up what it has: later again.
  public void notDiscarded(OwnerLanes owner) {
    owner.stored().failDiscarding();
  }

  /// No further attempt starts.
  public void stop() {
    scheduler.stop();
    backlogScan.stop();
  }

  public int attemptsInFlight() {
    return scheduler.inFlight();
  }

  public int lanesInMemory() {
    return memory.lanes();
  }

  public long bytesInMemory() {
    return memory.bytes();
  }

  /// Owners with something in memory.
  Collection<OwnerLanes> ownersInMemory() {
    return owners.all();
  }

  /// True if some rows are only in the store.
  public boolean spilled() {
    return owners.all().stream().anyMatch(owner -> owner.stored().isSpilled());
  }
}
