package dev.weft.storage.postgres;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.State;
import dev.weft.storage.jdbc.delivery.DeliveryCodes;
import dev.weft.storage.jdbc.delivery.JdbcDeliveryStore;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The outbox in PostgreSQL: `outbox` has what is pending, `deliveries` all there ever was.
///
/// Who adds a callback takes a lock on its conversation first and holds it until the commit. So the
/// ids of a lane grow in the order of its commits, whoever adds them and on whichever node: a
/// reader that has seen one has seen all before it.
public final class PostgresDeliveryStore extends JdbcDeliveryStore {

  /// Sets the locks of conversations apart from whatever else is locked by number.
  static final int CONVERSATIONS = 0x77656674;

  /// What [#delivery] reads, of deliveries `d` and delivery_bodies `b`.
  static final String COLUMNS =
      "SELECT d.id, d.attempts, d.next_attempt, d.kind, d.app, d.call_id, d.operation, d.sequence,"
          + " d.subject, d.created, b.body, d.trace, d.origin, d.job";

  /// However many attempts, one statement, which takes them as arrays.
  ///
  /// Who settles must hold the partition: what another node has taken over is for that one to
  /// settle. A hand-over that is committed between this statement and its commit is not seen; then
  /// both settle, which is why nothing here goes back: what has ended stays so.
  private static final String SETTLE =
      "WITH e AS (SELECT e.* FROM (SELECT unnest(?::bigint[]) AS delivery,"
          + " unnest(?::bigint[]) AS rule, unnest(?::int[]) AS partition,"
          + " unnest(?::text[]) AS conversation, unnest(?::int[]) AS kind,"
          + " unnest(?::int[]) AS state, unnest(?::int[]) AS attempts,"
          + " unnest(?::bigint[]) AS next) e"
          + " WHERE e.kind = 2 OR ?::int < 0 OR EXISTS (SELECT FROM partitions p"
          + " WHERE p.partition = e.partition AND p.owner = ?::int)),"
          + " ended AS (DELETE FROM outbox o USING e WHERE e.state <> 0 AND o.rule = e.rule"
          + " AND o.partition = e.partition AND o.conversation = e.conversation"
          + " AND o.delivery = e.delivery RETURNING o.delivery),"
          + " put_off AS (UPDATE outbox o SET attempts = e.attempts, next_attempt = e.next FROM e"
          + " WHERE e.state = 0 AND o.rule = e.rule AND o.partition = e.partition"
          + " AND o.conversation = e.conversation AND o.delivery = e.delivery"
          + " RETURNING o.delivery),"
          + " kept AS (UPDATE deliveries d SET state = e.state, attempts = e.attempts,"
          + " next_attempt = e.next FROM e"
          + " WHERE d.id = e.delivery AND (d.state = 0 OR d.kind = 2))"
          + " SELECT delivery FROM ended UNION ALL SELECT delivery FROM put_off"
          + " UNION ALL SELECT delivery FROM e WHERE kind = 2";

  private static final Queries QUERIES =
      new Queries(
          COLUMNS
              + " FROM outbox o JOIN deliveries d ON d.id = o.delivery"
              + " JOIN delivery_bodies b ON b.delivery = o.delivery"
              + " WHERE o.rule = ? AND o.partition = ? AND o.conversation = ? AND o.delivery > ?"
              + " ORDER BY o.delivery LIMIT ?",
          "SELECT delivery, next_attempt, rule, conversation FROM outbox"
              + " WHERE next_attempt IS NOT NULL AND (next_attempt, delivery) > (?, ?)"
              + " AND next_attempt <= ? ORDER BY next_attempt, delivery LIMIT ?",
          "SELECT delivery, next_attempt, rule, conversation FROM outbox"
              + " WHERE job IS NOT NULL LIMIT ?",
          "SELECT count(*) FROM outbox",
          "SELECT created FROM deliveries WHERE id = (SELECT min(delivery) FROM outbox"
              + " WHERE job IS NULL)",
          "WITH gone AS (DELETE FROM outbox WHERE (rule, partition, conversation, delivery) IN"
              + " (SELECT rule, partition, conversation, delivery FROM outbox"
              + " WHERE rule = ? LIMIT ? FOR UPDATE) RETURNING delivery)"
              + " UPDATE deliveries d SET state = 3, next_attempt = NULL FROM gone"
              + " WHERE d.id = gone.delivery");

  private final IntSupplier node;

  /// @param node the number of this node; negative while it is none
  public PostgresDeliveryStore(IntSupplier node) {
    super(QUERIES);
    this.node = node;
  }

  @Override
  public OutboxEntry add(Tx tx, NewDelivery delivery, Kind kind) {
    return PostgresNewDeliveries.add(JdbcSnapshot.sql(tx), delivery, kind, stateOf(kind));
  }

  @Override
  public void offer(Tx tx, NewDelivery delivery) {
    PostgresNewDeliveries.Entry _ =
        PostgresNewDeliveries.add(JdbcSnapshot.sql(tx), delivery, Kind.LIVE, State.OFFERED);
  }

  /// Makes the numbers of a conversation grow in the order of commits.
  static void lock(Sql sql, long app, Lane lane) {
    sql.write("SELECT pg_advisory_xact_lock(?, ?)", CONVERSATIONS, key(app, lane.conversation()));
  }

  /// Two conversations may share a number: they wait for each other now and then.
  static int key(long app, String conversation) {
    return 31 * Long.hashCode(app) + conversation.hashCode();
  }

  @Override
  public List<Attempt> settle(Tx tx, List<Attempt> attempts) {
    Sql sql = JdbcSnapshot.sql(tx);
    PostgresAttempts.add(sql, attempts);
    PostgresAttempts.addHeaders(sql, attempts);
    Set<Long> settled =
        new HashSet<>(
            sql.list(
                SETTLE,
                row -> row.number(1),
                Columns.numbers(attempts, attempt -> attempt.delivery().id()),
                Columns.numbers(attempts, attempt -> attempt.delivery().lane().owner().number()),
                Columns.numbers(attempts, attempt -> attempt.delivery().lane().partition()),
                Columns.texts(attempts, attempt -> attempt.delivery().lane().conversation()),
                Columns.numbers(attempts, attempt -> DeliveryCodes.code(attempt.delivery().kind())),
                Columns.numbers(attempts, attempt -> DeliveryCodes.code(stateAfter(attempt))),
                Columns.numbers(attempts, Attempt::number),
                Columns.numbersOrNulls(attempts, PostgresDeliveryStore::nextMillis),
                node.getAsInt(),
                node.getAsInt()));
    List<Attempt> effective =
        attempts.stream().filter(attempt -> settled.contains(attempt.delivery().id())).toList();
    for (Attempt attempt : effective) {
      pause(sql, attempt);
    }
    return effective;
  }

  @Override
  public void settleDelivered(Tx tx, List<Attempt> attempts) {
    PostgresDelivered.add(JdbcSnapshot.sql(tx), attempts, node.getAsInt());
  }

  private static @Nullable Long nextMillis(Attempt attempt) {
    @Nullable Instant next = nextAttempt(attempt);
    return next == null ? null : next.toEpochMilli();
  }

  /// A loose scan: one step into the index for each lane, however long the lanes are.
  @Override
  public List<LaneHead> lanes(Snapshot snapshot, LaneOwner owner, @Nullable Lane after, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "WITH RECURSIVE heads AS ("
                + "(SELECT delivery, next_attempt, partition, conversation FROM outbox"
                + " WHERE rule = ? AND (partition, conversation) > (?, ?)"
                + " ORDER BY partition, conversation, delivery LIMIT 1)"
                + " UNION ALL"
                + " SELECT n.delivery, n.next_attempt, n.partition, n.conversation FROM heads h,"
                + " LATERAL (SELECT delivery, next_attempt, partition, conversation FROM outbox"
                + " WHERE rule = ? AND (partition, conversation) > (h.partition, h.conversation)"
                + " ORDER BY partition, conversation, delivery LIMIT 1) n"
                + ") SELECT delivery, next_attempt, ?::bigint, conversation FROM heads LIMIT ?",
            JdbcDeliveryStore::head,
            owner.number(),
            after == null ? -1 : after.partition(),
            after == null ? "" : after.conversation(),
            owner.number(),
            owner.number(),
            limit);
  }

  /// A loose scan, too.
  @Override
  public List<LaneOwner> rules(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "WITH RECURSIVE found AS ("
                + "(SELECT rule FROM outbox ORDER BY rule LIMIT 1)"
                + " UNION ALL"
                + " SELECT n.rule FROM found f,"
                + " LATERAL (SELECT rule FROM outbox WHERE rule > f.rule ORDER BY rule LIMIT 1) n"
                + ") SELECT rule FROM found",
            row -> LaneOwner.of(row.number(1)));
  }

  @Override
  public long newest(Snapshot snapshot) {
    return PostgresPositions.safe(JdbcSnapshot.sql(snapshot));
  }
}
