package dev.weft.storage.sqlite;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.State;
import dev.weft.storage.jdbc.delivery.DeliveryCodes;
import dev.weft.storage.jdbc.delivery.JdbcAttempts;
import dev.weft.storage.jdbc.delivery.JdbcDeliveryStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The outbox in SQLite.
public final class SqliteDeliveryStore extends JdbcDeliveryStore {

  /// What [#delivery] reads.
  static final String COLUMNS =
      "SELECT id, attempts, next_attempt, kind, app, call_id, operation, sequence, subject,"
          + " created, body, trace, origin, job";

  /// A replay repeats what happened long ago; it says nothing about how far delivery is behind.
  private static final String OLDEST_LIVE =
      "SELECT created FROM deliveries WHERE id = (SELECT min(id) FROM deliveries"
          + " INDEXED BY deliveries_pending WHERE state = 0 AND id NOT IN (SELECT id"
          + " FROM deliveries INDEXED BY deliveries_of_job WHERE state = 0 AND job IS NOT NULL))";

  private static final Queries QUERIES =
      new Queries(
          COLUMNS
              + " FROM deliveries INDEXED BY deliveries_pending"
              + " WHERE state = 0 AND rule = ? AND partition = ? AND conversation = ? AND id > ?"
              + " ORDER BY id LIMIT ?",
          "SELECT id, next_attempt, rule, conversation"
              + " FROM deliveries INDEXED BY deliveries_due"
              + " WHERE state = 0 AND next_attempt IS NOT NULL"
              + " AND (next_attempt, id) > (?, ?) AND next_attempt <= ?"
              + " ORDER BY next_attempt, id LIMIT ?",
          "SELECT id, next_attempt, rule, conversation FROM deliveries"
              + " WHERE state = 0 AND job IS NOT NULL LIMIT ?",
          "SELECT count(*) FROM deliveries INDEXED BY deliveries_pending WHERE state = 0",
          OLDEST_LIVE,
          "UPDATE deliveries SET state = 3, next_attempt = NULL WHERE id IN (SELECT id"
              + " FROM deliveries INDEXED BY deliveries_pending"
              + " WHERE state = 0 AND rule = ? LIMIT ?)");

  private final SqliteDeliveryIds ids;

  /// @param ids of all that makes deliveries in this file
  public SqliteDeliveryStore(SqliteDeliveryIds ids) {
    super(QUERIES);
    this.ids = ids;
  }

  @Override
  public OutboxEntry add(Tx tx, NewDelivery delivery, Kind kind) {
    long id = insert(tx, delivery, kind, stateOf(kind));
    // One writer: actions after the commit run in commit order, so that all before it is handed
    // over.
    return new OutboxEntry.Numbered(new Delivery(id, delivery, kind, 0, null), 0);
  }

  @Override
  public void offer(Tx tx, NewDelivery delivery) {
    insert(tx, delivery, Kind.LIVE, State.OFFERED);
  }

  private long insert(Tx tx, NewDelivery delivery, Kind kind, State state) {
    Sql sql = JdbcSnapshot.sql(tx);
    long id = ids.next(sql);
    sql.write(
        "INSERT INTO deliveries (id, state, attempts, kind, app, rule, partition, conversation,"
            + " call_id, operation, sequence, subject, created, trace, body)"
            + " VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        DeliveryCodes.code(state),
        DeliveryCodes.code(kind),
        delivery.app(),
        delivery.lane().owner().number(),
        delivery.lane().partition(),
        delivery.lane().conversation(),
        delivery.callId().value(),
        delivery.operation(),
        delivery.sequence(),
        delivery.subject(),
        delivery.created(),
        DeliveryCodes.text(delivery.trace()),
        delivery.body().utf8());
    return id;
  }

  @Override
  public List<Attempt> settle(Tx tx, List<Attempt> attempts) {
    Sql sql = JdbcSnapshot.sql(tx);
    List<Attempt> effective = new ArrayList<>(attempts.size());
    for (Attempt attempt : attempts) {
      if (isSettled(sql, attempt)) {
        effective.add(attempt);
      }
    }
    return effective;
  }

  private static boolean isSettled(Sql sql, Attempt attempt) {
    pause(sql, attempt);
    if (JdbcAttempts.isSettledWith(sql, attempt)) {
      return true;
    }
    JdbcAttempts.add(sql, attempt);
    return sql.update(
            "UPDATE deliveries SET state = ?, attempts = ?, next_attempt = ?"
                + " WHERE id = ? AND (state = 0 OR kind = 2)",
            DeliveryCodes.code(stateAfter(attempt)),
            attempt.number(),
            nextAttempt(attempt),
            attempt.delivery().id())
        > 0;
  }

  /// A loose scan: one step into the index for each lane, however long the lanes are.
  @Override
  public List<LaneHead> lanes(Snapshot snapshot, LaneOwner owner, @Nullable Lane after, int limit) {
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
              JdbcDeliveryStore::head,
              owner.number(),
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

  @Override
  public List<LaneOwner> rules(Snapshot snapshot) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    List<LaneOwner> rules = new ArrayList<>();
    Optional<LaneOwner> next = ruleAfter(sql, Long.MIN_VALUE);
    while (next.isPresent()) {
      rules.add(next.get());
      next = ruleAfter(sql, next.get().number());
    }
    return rules;
  }

  private static Optional<LaneOwner> ruleAfter(Sql sql, long rule) {
    return sql.one(
        "SELECT rule FROM deliveries INDEXED BY deliveries_pending"
            + " WHERE state = 0 AND rule > ? ORDER BY rule LIMIT 1",
        row -> LaneOwner.of(row.number(1)),
        rule);
  }

  @Override
  public long newest(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .one("SELECT max(id) FROM deliveries", row -> row.number(1))
        .orElse(0L);
  }
}
