package dev.weft.storage.postgres;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.State;
import dev.weft.storage.jdbc.delivery.DeliveryCodes;
import dev.weft.storage.sql.Batch;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/// Live callbacks that were delivered, waiting to be settled by two statements, however many they
/// are. Nearly all that is settled is like this; for the rest see [PostgresDeliveryStore#settle],
/// whose rules are the same.
final class PostgresDelivered implements Batch {

  private static final String SETTLE =
      "WITH e AS (SELECT e.* FROM (SELECT unnest(?::bigint[]) AS delivery,"
          + " unnest(?::bigint[]) AS rule, unnest(?::int[]) AS partition,"
          + " unnest(?::text[]) AS conversation, unnest(?::int[]) AS attempts) e"
          + " WHERE ?::int < 0 OR EXISTS (SELECT FROM partitions p"
          + " WHERE p.partition = e.partition AND p.owner = ?::int)),"
          + " kept AS (UPDATE deliveries d SET state = ?, attempts = e.attempts,"
          + " next_attempt = NULL FROM e WHERE d.id = e.delivery AND d.state = 0)"
          + " DELETE FROM outbox o USING e WHERE o.rule = e.rule AND o.partition = e.partition"
          + " AND o.conversation = e.conversation AND o.delivery = e.delivery";

  private final List<Attempt> attempts = new ArrayList<>();

  /// The number of the node that settles them.
  private int node;

  static void add(Sql sql, List<Attempt> attempts, int node) {
    PostgresDelivered batch = sql.batch(PostgresDelivered.class, PostgresDelivered::new);
    batch.attempts.addAll(attempts);
    batch.node = node;
  }

  @Override
  public int size() {
    return attempts.size();
  }

  @Override
  public void cut(int size) {
    attempts.subList(size, attempts.size()).clear();
  }

  @Override
  public void send(Sql sql) {
    PostgresAttempts.add(sql, attempts);
    sql.write(
        SETTLE,
        Columns.numbers(attempts, attempt -> attempt.delivery().id()),
        Columns.numbers(attempts, attempt -> attempt.delivery().lane().owner().number()),
        Columns.numbers(attempts, attempt -> attempt.delivery().lane().partition()),
        Columns.texts(attempts, attempt -> attempt.delivery().lane().conversation()),
        Columns.numbers(attempts, Attempt::number),
        node,
        node,
        DeliveryCodes.code(State.DELIVERED));
    cut(0);
  }
}
