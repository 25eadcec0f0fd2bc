package dev.weft.storage.jdbc.delivery;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Backlog;
import dev.weft.delivery.Ban;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.State;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.engine.DeliveryStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the outbox is in both databases: how rows become deliveries, and how rules stand. Where the
/// databases keep pending deliveries differs, and so do the statements that look for them
/// ([Queries]); what goes in and comes out does not.
public abstract class JdbcDeliveryStore implements DeliveryStore {

  /// The statements on pending deliveries.
  ///
  /// @param pending what [#delivery] reads, of one lane: rule, partition, conversation, the id that
  ///   all others come after, and how many
  /// @param due what [#head] reads, of deliveries that have been put off: the time and the id that
  ///   all others come after, until when, and how many
  /// @param copies what [#head] reads, of deliveries that jobs have made: how many
  /// @param size how many deliveries are pending
  /// @param oldest when the oldest of them was created that is no job's
  /// @param discard discards deliveries of a rule: which rule, and how many
  public record Queries(
      String pending, String due, String copies, String size, String oldest, String discard) {}

  private final Queries queries;

  protected JdbcDeliveryStore(Queries queries) {
    this.queries = queries;
  }

  @Override
  public List<Delivery> pending(Snapshot snapshot, Lane lane, long after, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            queries.pending(),
            row -> delivery(row, lane),
            lane.owner().number(),
            lane.partition(),
            lane.conversation(),
            after,
            limit);
  }

  @Override
  public List<LaneHead> due(
      Snapshot snapshot, Instant after, long afterId, Instant until, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(queries.due(), JdbcDeliveryStore::head, after, afterId, until, limit);
  }

  @Override
  public List<LaneHead> copies(Snapshot snapshot, int limit) {
    return JdbcSnapshot.sql(snapshot).list(queries.copies(), JdbcDeliveryStore::head, limit);
  }

  @Override
  public Backlog backlog(Snapshot snapshot) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    long size = sql.one(queries.size(), row -> row.number(1)).orElse(0L);
    Optional<Instant> oldest = sql.one(queries.oldest(), row -> row.time(1));
    return new Backlog(size, oldest.orElse(null));
  }

  @Override
  public int discard(Tx tx, LaneOwner owner, int limit) {
    return JdbcSnapshot.sql(tx).update(queries.discard(), owner.number(), limit);
  }

  /// Keeps that the attempt has paused its rule, if it has.
  protected static void pause(Sql sql, Attempt attempt) {
    if (attempt.verdict() instanceof Verdict.Pause(String reason)) {
      JdbcRuleStates.pause(sql, attempt.delivery().lane().owner(), reason, attempt.started());
    }
  }

  /// In which state a callback of this kind enters the log.
  public static State stateOf(Kind kind) {
    return switch (kind) {
      case LIVE, REPLAY -> State.PENDING;
      case TEST -> State.DISCARDED;
    };
  }

  /// In which state an attempt leaves its delivery.
  public static State stateAfter(Attempt attempt) {
    return switch (attempt.verdict()) {
      case Verdict.Delivered() -> State.DELIVERED;
      case Verdict.Store() -> State.STORED;
      case Verdict.Discard() -> State.DISCARDED;
      case Verdict.RetryAt _, Verdict.Pause _ -> State.PENDING;
    };
  }

  /// When the next attempt is, if this one has put it off.
  public static @Nullable Instant nextAttempt(Attempt attempt) {
    return attempt.verdict() instanceof Verdict.RetryAt(Instant at) ? at : null;
  }

  /// Reads id, attempts, next_attempt, kind, app, call_id, operation, sequence, subject, created,
  /// body, trace, origin, job, in this order.
  public static Delivery delivery(Row row, Lane lane) throws SQLException {
    NewDelivery content =
        new NewDelivery(
            row.number(5),
            lane,
            new CallId(row.text(6)),
            row.text(7),
            row.number(8),
            row.text(9),
            Body.of(row.bytes(11)),
            row.time(10),
            DeliveryCodes.trace(row.textOrNull(12)));
    @Nullable Long origin = row.numberOrNull(13);
    return new Delivery(
        row.number(1),
        content,
        DeliveryCodes.kind(row.count(4)),
        row.count(2),
        row.timeOrNull(3),
        origin == null ? null : new Delivery.Replay(origin, row.number(14)));
  }

  /// Reads id, next_attempt, rule, conversation, in this order.
  public static LaneHead head(Row row) throws SQLException {
    Lane lane = new Lane(LaneOwner.of(row.number(3)), row.text(4));
    return new LaneHead(lane, row.number(1), row.timeOrNull(2));
  }

  @Override
  public List<LaneHead> arrived(Snapshot snapshot, long after, long upTo, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT id, next_attempt, rule, conversation FROM deliveries"
                + " WHERE id > ? AND id <= ? AND state = 0 ORDER BY id LIMIT ?",
            JdbcDeliveryStore::head,
            after,
            upTo,
            limit);
  }

  @Override
  public Map<LaneOwner, EndpointHealth.Paused> paused(Snapshot snapshot) {
    return JdbcRuleStates.paused(JdbcSnapshot.sql(snapshot));
  }

  @Override
  public void ban(Tx tx, LaneOwner owner, Ban ban) {
    JdbcRuleStates.ban(JdbcSnapshot.sql(tx), owner, ban);
  }

  @Override
  public Map<LaneOwner, List<Ban>> bans(Snapshot snapshot, Instant since) {
    return JdbcRuleStates.bans(JdbcSnapshot.sql(snapshot), since);
  }

  @Override
  public void resume(Tx tx, LaneOwner owner) {
    JdbcRuleStates.resume(JdbcSnapshot.sql(tx), owner);
  }
}
