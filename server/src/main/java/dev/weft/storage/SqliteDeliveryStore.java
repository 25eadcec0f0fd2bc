package dev.weft.storage;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Backlog;
import dev.weft.delivery.Ban;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.DeliveryStore;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.Standing;
import dev.weft.delivery.State;
import dev.weft.delivery.Verdict;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The outbox in SQLite.
public final class SqliteDeliveryStore implements DeliveryStore {

  /// What [#delivery] reads.
  static final String COLUMNS =
      "SELECT id, attempts, next_attempt, kind, app, call_id, operation, sequence, subject,"
          + " created, body, trace, origin, job";

  /// A replay repeats what happened long ago; it says nothing about how far delivery is behind.
  private static final String OLDEST_LIVE =
      "SELECT created FROM deliveries WHERE id = (SELECT min(id) FROM deliveries"
          + " INDEXED BY deliveries_pending WHERE state = 0 AND id NOT IN (SELECT id"
          + " FROM deliveries INDEXED BY deliveries_of_job WHERE state = 0 AND job IS NOT NULL))";

  @Override
  public Delivery add(Tx tx, NewDelivery delivery, Kind kind) {
    State state =
        switch (kind) {
          case LIVE, REPLAY -> State.PENDING;
          case TEST -> State.DISCARDED;
        };
    return new Delivery(insert(tx, delivery, kind, state), delivery, kind, 0, null);
  }

  @Override
  public void offer(Tx tx, NewDelivery delivery) {
    insert(tx, delivery, Kind.LIVE, State.OFFERED);
  }

  private static long insert(Tx tx, NewDelivery delivery, Kind kind, State state) {
    return JdbcSnapshot.sql(tx)
        .one(
            "INSERT INTO deliveries (state, attempts, kind, app, rule, partition, conversation,"
                + " call_id, operation, sequence, subject, created, trace, body)"
                + " VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            row -> row.number(1),
            DeliveryCodes.code(state),
            DeliveryCodes.code(kind),
            delivery.app(),
            delivery.lane().rule().value(),
            delivery.lane().partition(),
            delivery.lane().conversation(),
            delivery.callId().value(),
            delivery.operation(),
            delivery.sequence(),
            delivery.subject(),
            delivery.created(),
            DeliveryCodes.text(delivery.trace()),
            delivery.body().utf8())
        .orElseThrow();
  }

  @Override
  public List<Attempt> settle(Tx tx, List<Attempt> attempts) {
    Sql sql = JdbcSnapshot.sql(tx);
    List<Attempt> effective = new ArrayList<>(attempts.size());
    for (Attempt attempt : attempts) {
      if (isSettled(sql, attempt)) {
        effective.add(attempt);
      }
      SqliteAttempts.add(sql, attempt);
    }
    return effective;
  }

  private static boolean isSettled(Sql sql, Attempt attempt) {
    return switch (attempt.verdict()) {
      case Verdict.Delivered() -> update(sql, attempt, State.DELIVERED, null);
      case Verdict.RetryAt(Instant at) -> update(sql, attempt, State.PENDING, at);
      case Verdict.Store() -> update(sql, attempt, State.STORED, null);
      case Verdict.Discard() -> update(sql, attempt, State.DISCARDED, null);
      case Verdict.Pause(String reason) -> {
        JdbcRuleStates.pause(sql, attempt.delivery().lane().rule(), reason, attempt.started());
        yield update(sql, attempt, State.PENDING, null);
      }
    };
  }

  private static boolean update(Sql sql, Attempt attempt, State state, @Nullable Instant next) {
    return sql.update(
            "UPDATE deliveries SET state = ?, attempts = ?, next_attempt = ?"
                + " WHERE id = ? AND (state = 0 OR kind = 2)",
            DeliveryCodes.code(state),
            attempt.number(),
            next,
            attempt.delivery().id())
        > 0;
  }

  @Override
  public List<Delivery> pending(Snapshot snapshot, Lane lane, long after, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            COLUMNS
                + " FROM deliveries INDEXED BY deliveries_pending"
                + " WHERE state = 0 AND rule = ? AND partition = ? AND conversation = ? AND id > ?"
                + " ORDER BY id LIMIT ?",
            row -> delivery(row, lane),
            lane.rule().value(),
            lane.partition(),
            lane.conversation(),
            after,
            limit);
  }

  static Delivery delivery(Row row, Lane lane) throws SQLException {
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

  /// A loose scan: one step into the index for each lane, however long the lanes are.
  @Override
  public List<LaneHead> lanes(Snapshot snapshot, RuleId rule, @Nullable Lane after, int limit) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    List<LaneHead> heads = new ArrayList<>();
    @Nullable Lane last = after;
    while (heads.size() < limit) {
      Optional<LaneHead> next =
          sql.one(
              "SELECT id, next_attempt, rule, conversation"
                  + " FROM deliveries INDEXED BY deliveries_pending"
                  + " WHERE state = 0 AND rule = ? AND (partition, conversation) > (?, ?)"
                  + " ORDER BY partition, conversation, id LIMIT 1",
              SqliteDeliveryStore::head,
              rule.value(),
              last == null ? -1 : last.partition(),
              last == null ? "" : last.conversation());
      if (next.isEmpty()) {
        break;
      }
      heads.add(next.get());
      last = next.get().lane();
    }
    return heads;
  }

  private static LaneHead head(Row row) throws SQLException {
    Lane lane = new Lane(new RuleId(row.number(3)), row.text(4));
    return new LaneHead(lane, row.number(1), row.timeOrNull(2));
  }

  @Override
  public List<RuleId> rules(Snapshot snapshot) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    List<RuleId> rules = new ArrayList<>();
    Optional<RuleId> next = ruleAfter(sql, Long.MIN_VALUE);
    while (next.isPresent()) {
      rules.add(next.get());
      next = ruleAfter(sql, next.get().value());
    }
    return rules;
  }

  private static Optional<RuleId> ruleAfter(Sql sql, long rule) {
    return sql.one(
        "SELECT rule FROM deliveries INDEXED BY deliveries_pending"
            + " WHERE state = 0 AND rule > ? ORDER BY rule LIMIT 1",
        row -> new RuleId(row.number(1)),
        rule);
  }

  @Override
  public List<LaneHead> due(
      Snapshot snapshot, Instant after, long afterId, Instant until, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT id, next_attempt, rule, conversation"
                + " FROM deliveries INDEXED BY deliveries_due"
                + " WHERE state = 0 AND next_attempt IS NOT NULL"
                + " AND (next_attempt, id) > (?, ?) AND next_attempt <= ?"
                + " ORDER BY next_attempt, id LIMIT ?",
            SqliteDeliveryStore::head,
            after,
            afterId,
            until,
            limit);
  }

  @Override
  public long newest(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .one("SELECT max(id) FROM deliveries", row -> row.number(1))
        .orElse(0L);
  }

  @Override
  public List<LaneHead> arrived(Snapshot snapshot, long after, long upTo, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT id, next_attempt, rule, conversation FROM deliveries"
                + " WHERE id > ? AND id <= ? AND state = 0 ORDER BY id LIMIT ?",
            SqliteDeliveryStore::head,
            after,
            upTo,
            limit);
  }

  @Override
  public List<LaneHead> copies(Snapshot snapshot, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT id, next_attempt, rule, conversation FROM deliveries"
                + " WHERE state = 0 AND job IS NOT NULL LIMIT ?",
            SqliteDeliveryStore::head,
            limit);
  }

  @Override
  public Backlog backlog(Snapshot snapshot) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    long size =
        sql.one(
                "SELECT count(*) FROM deliveries INDEXED BY deliveries_pending WHERE state = 0",
                row -> row.number(1))
            .orElse(0L);
    Optional<Instant> oldest = sql.one(OLDEST_LIVE, row -> row.time(1));
    return new Backlog(size, oldest.orElse(null));
  }

  @Override
  public int discard(Tx tx, RuleId rule, int limit) {
    return JdbcSnapshot.sql(tx)
        .update(
            "UPDATE deliveries SET state = 3, next_attempt = NULL WHERE id IN (SELECT id"
                + " FROM deliveries INDEXED BY deliveries_pending"
                + " WHERE state = 0 AND rule = ? LIMIT ?)",
            rule.value(),
            limit);
  }

  @Override
  public Map<RuleId, Standing.Paused> paused(Snapshot snapshot) {
    return JdbcRuleStates.paused(JdbcSnapshot.sql(snapshot));
  }

  @Override
  public void ban(Tx tx, RuleId rule, Ban ban) {
    JdbcRuleStates.ban(JdbcSnapshot.sql(tx), rule, ban);
  }

  @Override
  public Map<RuleId, List<Ban>> bans(Snapshot snapshot, Instant since) {
    return JdbcRuleStates.bans(JdbcSnapshot.sql(snapshot), since);
  }

  @Override
  public void resume(Tx tx, RuleId rule) {
    JdbcRuleStates.resume(JdbcSnapshot.sql(tx), rule);
  }
}
