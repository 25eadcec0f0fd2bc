package dev.weft.storage.jdbc.delivery;

import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.ExpiredCallback;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.redrive.DateKey;
import dev.weft.delivery.redrive.ExceptionStore;
import dev.weft.delivery.redrive.StoredDateKey;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;

/// Exception storage: a narrow row beside the delivery it is about.
public final class JdbcExceptionStore implements ExceptionStore {

  @Override
  public void add(Tx tx, Delivery delivery, DateKey dateKey, Instant stored) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO exceptions (app, slot, delivery, rounds, rule, stored)"
                + " VALUES (?, ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING",
            delivery.content().app(),
            dateKey.key(),
            delivery.id(),
            delivery.lane().owner().number(),
            stored);
  }

  @Override
  public void delivered(Tx tx, long delivery) {
    leave(JdbcSnapshot.sql(tx), delivery, State.DELIVERED);
  }

  @Override
  public void failedAgain(Tx tx, long delivery) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE exceptions SET rounds = rounds + 1, job = NULL WHERE delivery = ?", delivery);
  }

  @Override
  public void discard(Tx tx, long delivery) {
    Sql sql = JdbcSnapshot.sql(tx);
    if (sql.one("SELECT 1 FROM exceptions WHERE delivery = ?", row -> true, delivery).isPresent()) {
      leave(sql, delivery, State.DISCARDED);
    }
  }

  /// A delivery that has left the outbox goes from one end to another; one in flight stays there.
  private static void leave(Sql sql, long delivery, State state) {
    sql.write("DELETE FROM exceptions WHERE delivery = ?", delivery);
    sql.write(
        "UPDATE deliveries SET state = ? WHERE id = ? AND state <> 0",
        DeliveryCodes.code(state),
        delivery);
  }

  @Override
  public void release(Tx tx, long job) {
    JdbcSnapshot.sql(tx).write("UPDATE exceptions SET job = NULL WHERE job = ?", job);
  }

  @Override
  public List<StoredDateKey> dateKeys(Snapshot snapshot, long app) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT slot, count(*), max(rounds) FROM exceptions WHERE app = ?"
                + " GROUP BY slot ORDER BY slot",
            row -> new StoredDateKey(new DateKey(row.number(1)), row.number(2), row.count(3)),
            app);
  }

  @Override
  public List<RuleId> rules(Snapshot snapshot, long app, DateKey dateKey) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT DISTINCT rule FROM exceptions WHERE app = ? AND slot = ? ORDER BY rule",
            row -> new RuleId(row.number(1)),
            app,
            dateKey.key());
  }

  @Override
  public long size(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .one("SELECT count(*) FROM exceptions", row -> row.number(1))
        .orElse(0L);
  }

  @Override
  public List<ExpiredCallback> expire(Tx tx, Instant moment, int limit) {
    Sql sql = JdbcSnapshot.sql(tx);
    record Found(long delivery, ExpiredCallback callback) {}
    List<Found> found =
        sql.list(
            "SELECT e.delivery, d.rule, d.conversation, d.call_id, e.stored, e.rounds"
                + " FROM exceptions e JOIN deliveries d ON d.id = e.delivery"
                + " WHERE e.stored < ? AND (e.job IS NULL"
                + " OR e.job NOT IN (SELECT id FROM jobs WHERE state = 0))"
                + " ORDER BY e.stored, e.delivery LIMIT ?",
            row ->
                new Found(
                    row.number(1),
                    new ExpiredCallback(
                        new Lane(LaneOwner.of(row.number(2)), row.text(3)),
                        new CallId(row.text(4)),
                        row.time(5),
                        row.count(6))),
            moment,
            limit);
    found.forEach(one -> leave(sql, one.delivery(), State.EXPIRED));
    return found.stream().map(Found::callback).toList();
  }
}
