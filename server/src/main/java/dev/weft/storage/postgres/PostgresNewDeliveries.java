package dev.weft.storage.postgres;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.State;
import dev.weft.storage.jdbc.delivery.DeliveryCodes;
import dev.weft.storage.sql.Batch;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Callbacks that wait to be written together: one statement puts them into all their tables, and
/// returns the numbers they have got.
///
/// Who adds a callback takes a lock on its conversation first and holds it until the commit, by a
/// statement of its own, so that numbers are given after all that have been given before are to be
/// seen. The locks are taken in one order: two that need the same ones wait for each other, and
/// never both.
final class PostgresNewDeliveries implements Batch {

  /// What is written at once at the most, however many wait: bounds the memory on both sides.
  private static final int MAX_ROWS = 512;

  private static final long MAX_BYTES = 4 << 20;

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock("
          + PostgresDeliveryStore.CONVERSATIONS
          + ", key)"
          + " FROM unnest(?::int[]) AS key";

  private static final String INSERT =
      "WITH n AS (SELECT nextval('deliveries_id_seq') AS id, u.* FROM (SELECT"
          + " unnest(?::smallint[]) AS state, unnest(?::smallint[]) AS kind,"
          + " unnest(?::bigint[]) AS app, unnest(?::bigint[]) AS rule,"
          + " unnest(?::smallint[]) AS partition, unnest(?::text[]) AS conversation,"
          + " unnest(?::text[]) AS call_id, unnest(?::text[]) AS operation,"
          + " unnest(?::bigint[]) AS sequence, unnest(?::text[]) AS subject,"
          + " unnest(?::bigint[]) AS created, unnest(?::text[]) AS trace,"
          + " unnest(?::bytea[]) AS body) u),"
          + " d AS (INSERT INTO deliveries (id, state, attempts, kind, app, rule, partition,"
          + " conversation, call_id, operation, sequence, subject, created, trace)"
          + " SELECT id, state, 0, kind, app, rule, partition, conversation, call_id, operation,"
          + " sequence, subject, created, trace FROM n),"
          + " b AS (INSERT INTO delivery_bodies (delivery, body) SELECT id, body FROM n),"
          + " o AS (INSERT INTO outbox (delivery, attempts, rule, partition, conversation)"
          + " SELECT id, 0, rule, partition, conversation FROM n WHERE state = 0),"
          + " f AS (INSERT INTO offers (rule, delivery) SELECT rule, id FROM n WHERE state = 5)"
          + " SELECT id, (SELECT coalesce(max(delivery), 0) FROM outbox p WHERE p.rule = n.rule"
          + " AND p.partition = n.partition AND p.conversation = n.conversation) FROM n";

  private final List<Entry> entries = new ArrayList<>();
  private long bytes;

  /// A callback on its way into the store.
  static final class Entry implements OutboxEntry {
    private final NewDelivery content;
    private final Kind kind;
    private final State state;
    private long id;
    private long predecessor;

    private Entry(NewDelivery content, Kind kind, State state) {
      this.content = content;
      this.kind = kind;
      this.state = state;
    }

    @Override
    public Delivery delivery() {
      if (id == 0) {
        throw new IllegalStateException("not sent yet");
      }
      return new Delivery(id, content, kind, 0, null);
    }

    @Override
    public long predecessor() {
      return predecessor;
    }

    private int conversation() {
      return PostgresDeliveryStore.key(content.app(), content.lane().conversation());
    }
  }

  static Entry add(Sql sql, NewDelivery content, Kind kind, State state) {
    PostgresNewDeliveries batch =
        sql.batch(PostgresNewDeliveries.class, PostgresNewDeliveries::new);
    Entry entry = new Entry(content, kind, state);
    batch.entries.add(entry);
    batch.bytes += content.body().utf8().length;
    if (batch.entries.size() >= MAX_ROWS || batch.bytes >= MAX_BYTES) {
      sql.sendBatches();
    }
    return entry;
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public void cut(int size) {
    while (entries.size() > size) {
      bytes -= entries.removeLast().content.body().utf8().length;
    }
  }

  @Override
  public void send(Sql sql) {
    List<Entry> sent = List.copyOf(entries);
    cut(0);
    int[] conversations =
        sent.stream()
            .filter(entry -> entry.state != State.DISCARDED)
            .mapToInt(Entry::conversation)
            .sorted()
            .distinct()
            .toArray();
    if (conversations.length > 0) {
      sql.write(LOCK, conversations);
    }
    PostgresPositions.open(sql);
    // Rows come in the order of the arrays, and do not see each other.
    Iterator<Entry> next = sent.iterator();
    Map<Lane, Long> newest = new HashMap<>();
    sql.writeAndRead(
        INSERT,
        row -> number(next.next(), row, newest),
        Columns.numbers(sent, entry -> DeliveryCodes.code(entry.state)),
        Columns.numbers(sent, entry -> DeliveryCodes.code(entry.kind)),
        Columns.numbers(sent, entry -> entry.content.app()),
        Columns.numbers(sent, entry -> entry.content.lane().owner().number()),
        Columns.numbers(sent, entry -> entry.content.lane().partition()),
        Columns.texts(sent, entry -> entry.content.lane().conversation()),
        Columns.texts(sent, entry -> entry.content.callId().value()),
        Columns.texts(sent, entry -> entry.content.operation()),
        Columns.numbers(sent, entry -> entry.content.sequence()),
        Columns.texts(sent, entry -> entry.content.subject()),
        Columns.numbers(sent, entry -> entry.content.created().toEpochMilli()),
        Columns.textsOrNulls(sent, entry -> DeliveryCodes.text(entry.content.trace())),
        Columns.bytes(sent, entry -> entry.content.body().utf8()));
  }

  private static long number(Entry entry, Row row, Map<Lane, Long> newest) throws SQLException {
    entry.id = row.number(1);
    long before = row.number(2);
    @Nullable Long here = newest.put(entry.content.lane(), entry.id);
    entry.predecessor = here == null ? before : here;
    return entry.id;
  }
}
