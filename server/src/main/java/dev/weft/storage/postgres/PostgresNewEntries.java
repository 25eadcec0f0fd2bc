package dev.weft.storage.postgres;

import dev.weft.chat.timeline.Appended;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.RowBatch;
import dev.weft.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Entries of timelines that wait to be written together. One statement raises the heads of their
/// conversations, which stay locked until the commit, and puts the entries behind them. The heads
/// are locked in the order of the conversations: two that need the same ones wait for each other,
/// and never both.
final class PostgresNewEntries extends RowBatch<PostgresNewEntries.Pending> {

  /// All entries of a conversation move together, so far that the first of them comes after the
  /// last one there is. An entry finds the raised head of its conversation by its place among them,
  /// not by a join: without an index the planner compares each entry with each head.
  private static final String APPEND =
      "WITH raised AS (INSERT INTO heads AS h (conversation, last, previous, wanted) SELECT"
          + " conversation, last, 0, first FROM (SELECT unnest(?::bigint[]) AS conversation,"
          + " unnest(?::bigint[]) AS first, unnest(?::bigint[]) AS last) w ORDER BY conversation ON"
          + " CONFLICT (conversation) DO UPDATE SET previous = h.last, last = excluded.last +"
          + " greatest(0, h.last + 1 - excluded.wanted), wanted = excluded.wanted RETURNING"
          + " conversation, last, previous), l AS MATERIALIZED (SELECT array_agg(last ORDER BY"
          + " conversation) AS lasts FROM raised), e AS (SELECT u.conversation, u.position +"
          + " l.lasts[u.head] - u.last AS position, u.kind, u.message, u.origin, u.local_id, u.data"
          + " FROM l, (SELECT unnest(?::int[]) AS head, unnest(?::bigint[]) AS conversation,"
          + " unnest(?::bigint[]) AS position, unnest(?::bigint[]) AS last, unnest(?::smallint[])"
          + " AS kind, unnest(?::bigint[]) AS message, unnest(?::bigint[]) AS origin,"
          + " unnest(?::bigint[]) AS local_id, unnest(?::bytea[]) AS data) u), added AS (INSERT"
          + " INTO timeline (conversation, position, kind, message, origin, local_id, data) SELECT"
          + " conversation, position, kind,"
          // A message that stands where it wished is found by its position.
          + " CASE WHEN kind = 0 AND message = position THEN NULL ELSE message END,"
          + " origin, local_id, data FROM e)"
          + " SELECT conversation, last, previous FROM raised";

  /// An entry on its way into the store.
  static final class Pending {
    private final Conversation conversation;
    private final Entry wanted;
    private @Nullable Appended appended;

    private Pending(Conversation conversation, Entry wanted) {
      this.conversation = conversation;
      this.wanted = wanted;
    }

    /// What has become of it; known after the commit.
    Appended appended() {
      return Objects.requireNonNull(appended, "not sent yet");
    }

    private long key() {
      return conversation.id().value();
    }
  }

  /// Those of one conversation, in their order.
  private static final class Part {
    private final List<Pending> rows = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();

    /// Two that wish for the same place stand one after the other.
    void add(Pending row) {
      long wanted = row.wanted.position();
      positions.add(positions.isEmpty() ? wanted : Math.max(wanted, positions.getLast() + 1));
      rows.add(row);
    }

    void written(long last, long previous) {
      long shift = last - positions.getLast();
      long before = previous;
      for (int i = 0; i < rows.size(); i++) {
        Pending row = rows.get(i);
        long place = positions.get(i) + shift;
        row.appended = new Appended(row.conversation, row.wanted.at(place), before);
        before = place;
      }
    }
  }

  static Pending add(Sql sql, Conversation conversation, Entry wanted) {
    PostgresNewEntries batch = sql.batch(PostgresNewEntries.class, PostgresNewEntries::new);
    Pending row = new Pending(conversation, wanted);
    batch.add(sql, row);
    return row;
  }

  /// @param head the place of its conversation among all, from 1 on
  /// @param last the wish of the conversation's last entry
  private record Line(Pending row, int head, long position, long last) {}

  @Override
  public void send(Sql sql) {
    Map<Long, Part> parts = new TreeMap<>();
    rows.forEach(row -> parts.computeIfAbsent(row.key(), _ -> new Part()).add(row));
    cut(0);
    List<Long> conversations = List.copyOf(parts.keySet());
    List<Part> inOrder = List.copyOf(parts.values());
    List<Line> lines = new ArrayList<>();
    for (int head = 0; head < inOrder.size(); head++) {
      Part part = inOrder.get(head);
      for (int i = 0; i < part.rows.size(); i++) {
        lines.add(
            new Line(part.rows.get(i), head + 1, part.positions.get(i), part.positions.getLast()));
      }
    }
    sql.writeAndRead(
        APPEND,
        row -> read(row, parts),
        Columns.numbers(conversations, Long::longValue),
        Columns.numbers(inOrder, part -> part.positions.getFirst()),
        Columns.numbers(inOrder, part -> part.positions.getLast()),
        Columns.numbers(lines, Line::head),
        Columns.numbers(lines, line -> line.row().key()),
        Columns.numbers(lines, Line::position),
        Columns.numbers(lines, Line::last),
        Columns.numbers(lines, line -> line.row().wanted.kind().code()),
        Columns.numbersOrNulls(lines, line -> message(line.row().wanted)),
        Columns.numbers(lines, line -> line.row().wanted.origin().device()),
        Columns.numbers(lines, line -> line.row().wanted.origin().localId()),
        Columns.bytesOrNulls(lines, line -> line.row().wanted.data()));
  }

  private static long read(Row row, Map<Long, Part> parts) throws SQLException {
    long conversation = row.number(1);
    Objects.requireNonNull(parts.get(conversation)).written(row.number(2), row.number(3));
    return conversation;
  }

  private static @Nullable Long message(Entry entry) {
    return entry.message() == null ? null : entry.message().value();
  }
}
