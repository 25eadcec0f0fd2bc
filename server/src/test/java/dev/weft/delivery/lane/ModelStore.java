package dev.weft.delivery.lane;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Backlog;
import dev.weft.delivery.Ban;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.engine.DeliveryStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a [DeliveryStore] promises, in the fewest words: rows in a map. Transactions are the
/// caller's business, who calls each method at one moment.
public final class ModelStore implements DeliveryStore {

  private static final Comparator<LaneHead> BY_LANE =
      comparingInt((LaneHead head) -> head.lane().partition())
          .thenComparing(head -> head.lane().conversation());

  /// A row and what became of it.
  record Row(Delivery delivery, State state) {}

  private final Map<Long, Row> rows = new HashMap<>();
  private final TreeMap<Long, Delivery> pending = new TreeMap<>();
  private final Map<Lane, TreeMap<Long, Delivery>> pendingOfLane = new HashMap<>();
  private final Map<LaneOwner, EndpointHealth.Paused> paused = new HashMap<>();
  private final Map<LaneOwner, List<Ban>> bans = new HashMap<>();
  private long ids;

  @Override
  public OutboxEntry add(@Nullable Tx tx, NewDelivery content, Kind kind) {
    Delivery delivery = new Delivery(++ids, content, kind, 0, null);
    OutboxEntry entry = new OutboxEntry.Numbered(delivery, newestPending(delivery.lane()));
    put(delivery, State.PENDING);
    return entry;
  }

  /// The newest pending delivery of a lane; 0 if there is none.
  private long newestPending(Lane lane) {
    return pending(lane).mapToLong(Delivery::id).max().orElse(0);
  }

  @Override
  public void offer(@Nullable Tx tx, NewDelivery content) {
    put(new Delivery(++ids, content, Kind.LIVE, 0, null), State.OFFERED);
  }

  @Override
  public List<Attempt> settle(@Nullable Tx tx, List<Attempt> attempts) {
    for (Attempt attempt : attempts) {
      switch (attempt.verdict()) {
        case Verdict.Delivered() -> put(attempt, State.DELIVERED, null);
        case Verdict.RetryAt(Instant at) -> put(attempt, State.PENDING, at);
        case Verdict.Store() -> put(attempt, State.STORED, null);
        case Verdict.Discard() -> put(attempt, State.DISCARDED, null);
        case Verdict.Pause(String reason) -> {
          put(attempt, State.PENDING, null);
          paused.putIfAbsent(
              attempt.delivery().lane().owner(),
              new EndpointHealth.Paused(reason, attempt.started()));
        }
      }
    }
    return attempts;
  }

  @Override
  public long newest(@Nullable Snapshot snapshot) {
    throw new UnsupportedOperationException("the only node looks for nobody's arrivals");
  }

  @Override
  public List<LaneHead> arrived(@Nullable Snapshot snapshot, long after, long upTo, int limit) {
    throw new UnsupportedOperationException("the only node looks for nobody's arrivals");
  }

  @Override
  public List<LaneHead> copies(@Nullable Snapshot snapshot, int limit) {
    throw new UnsupportedOperationException("the only node looks for nobody's arrivals");
  }

  private void put(Attempt attempt, State state, @Nullable Instant next) {
    put(attempt.delivery().attempted(next), state);
  }

  private void put(Delivery delivery, State state) {
    rows.put(delivery.id(), new Row(delivery, state));
    Map<Long, Delivery> ofLane =
        pendingOfLane.computeIfAbsent(delivery.lane(), _ -> new TreeMap<>());
    if (state == State.PENDING) {
      pending.put(delivery.id(), delivery);
      ofLane.put(delivery.id(), delivery);
    } else {
      pending.remove(delivery.id());
      ofLane.remove(delivery.id());
    }
  }

  Row row(long id) {
    return Objects.requireNonNull(rows.get(id));
  }

  Stream<Delivery> pending() {
    return pending.values().stream();
  }

  boolean hasPending() {
    return !pending.isEmpty();
  }

  Stream<Delivery> pending(Lane lane) {
    return pendingOfLane.getOrDefault(lane, new TreeMap<>()).values().stream();
  }

  @Override
  public List<Delivery> pending(@Nullable Snapshot snapshot, Lane lane, long after, int limit) {
    return pending(lane).filter(delivery -> delivery.id() > after).limit(limit).toList();
  }

  private static LaneHead head(Delivery delivery) {
    return new LaneHead(delivery.lane(), delivery.id(), delivery.nextAttempt());
  }

  @Override
  public List<LaneHead> lanes(
      @Nullable Snapshot snapshot, LaneOwner rule, @Nullable Lane after, int limit) {
    Map<Lane, LaneHead> heads = new HashMap<>();
    pending()
        .filter(delivery -> delivery.lane().owner().equals(rule))
        .forEach(delivery -> heads.putIfAbsent(delivery.lane(), head(delivery)));
    return heads.values().stream()
        .filter(head -> after == null || BY_LANE.compare(head, new LaneHead(after, 0, null)) > 0)
        .sorted(BY_LANE)
        .limit(limit)
        .toList();
  }

  @Override
  public List<LaneOwner> rules(@Nullable Snapshot snapshot) {
    return pending().map(delivery -> delivery.lane().owner()).distinct().toList();
  }

  @Override
  public List<LaneHead> due(
      @Nullable Snapshot snapshot, Instant after, long afterId, Instant until, int limit) {
    Comparator<LaneHead> byTime =
        comparing((LaneHead head) -> Objects.requireNonNull(head.nextAttempt()))
            .thenComparingLong(LaneHead::id);
    LaneHead last = new LaneHead(new Lane(new RuleId(0), ""), afterId, after);
    return pending()
        .filter(delivery -> delivery.nextAttempt() != null)
        .map(ModelStore::head)
        .filter(head -> byTime.compare(head, last) > 0)
        .filter(head -> !Objects.requireNonNull(head.nextAttempt()).isAfter(until))
        .sorted(byTime)
        .limit(limit)
        .toList();
  }

  @Override
  public Backlog backlog(@Nullable Snapshot snapshot) {
    return new Backlog(pending().count(), null);
  }

  @Override
  public int discard(@Nullable Tx tx, LaneOwner rule, int limit) {
    List<Delivery> some =
        new ArrayList<>(
            pending()
                .filter(delivery -> delivery.lane().owner().equals(rule))
                .limit(limit)
                .toList());
    some.forEach(delivery -> put(delivery, State.DISCARDED));
    return some.size();
  }

  @Override
  public Map<LaneOwner, EndpointHealth.Paused> paused(@Nullable Snapshot snapshot) {
    return Map.copyOf(paused);
  }

  @Override
  public void ban(@Nullable Tx tx, LaneOwner rule, Ban ban) {
    bans.computeIfAbsent(rule, _ -> new ArrayList<>()).add(ban);
  }

  @Override
  public Map<LaneOwner, List<Ban>> bans(@Nullable Snapshot snapshot, Instant since) {
    Map<LaneOwner, List<Ban>> recent = new HashMap<>();
    bans.forEach(
        (rule, all) ->
            recent.put(rule, all.stream().filter(ban -> ban.since().isAfter(since)).toList()));
    return recent;
  }

  @Override
  public void resume(@Nullable Tx tx, LaneOwner rule) {
    paused.remove(rule);
    bans.remove(rule);
  }
}
