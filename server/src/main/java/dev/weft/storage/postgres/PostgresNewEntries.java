package dev.weft.storage.postgres;

import dev.weft.chat.timeline.Appended;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.storage.sql.Batch;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.Row;
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
final class PostgresNewEntries implements Batch {

  /// What is written at once at the most, however many wait.
  private static final int MAX_ROWS = 512;

  /// All entries of a conversation move together, so far that the first of them comes after the
  /// last one there is.
  private static final String APPEND =
      "WITH w AS (SELECT unnest(?::bigint[]) AS conversation, unnest(?::bigint[]) AS first,"
          + " unnest(?::bigint[]) AS last),"
          + " raised AS (INSERT INTO heads AS h (conversation, last, previous, wanted)"
          + " SELECT conversation, last, 0, first FROM w ORDER BY conversation"
          + " ON CONFLICT (conversation) DO UPDATE SET previous = h.last,"
          + " last = excluded.last + greatest(0, h.last + 1 - excluded.wanted),"
          + " wanted = excluded.wanted"
          + " RETURNING conversation, last, previous),"
          + " e AS (SELECT unnest(?::bigint[]) AS conversation, unnest(?::bigint[]) AS position,"
          + " unnest(?::smallint[]) AS kind, unnest(?::bigint[]) AS message,"
          + " unnest(?::bigint[]) AS origin, unnest(?::bigint[]) AS local_id,"
          + " unnest(?::bytea[]) AS data),"
          + " added AS (INSERT INTO timeline (conversation, position, kind, message, origin,"
          + " local_id, data)"
          + " SELECT e.conversation, e.position + r.last - w.last, e.kind,"
          // A message that stands where it wished is found by its position.
          + " CASE WHEN e.kind = 0 AND e.message = e.position + r.last - w.last THEN NULL"
          + " ELSE e.message END, e.origin, e.local_id, e.data"
          + " FROM e JOIN raised r ON r.conversation = e.conversation"
          + " JOIN w ON w.conversation = e.conversation)"
          + " SELECT conversation, last, previous FROM raised";

  private final List<Pending> rows = new ArrayList<>();

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
    batch.rows.add(row);
    if (batch.rows.size() >= MAX_ROWS) {
      sql.sendBatches();
    }
    return row;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public void cut(int size) {
    rows.subList(size, rows.size()).clear();
  }

  private record Line(Pending row, long position) {}

  @Override
  public void send(Sql sql) {
    Map<Long, Part> parts = new TreeMap<>();
    rows.forEach(row -> parts.computeIfAbsent(row.key(), _ -> new Part()).add(row));
    cut(0);
    List<Long> conversations = List.copyOf(parts.keySet());
    List<Part> inOrder = List.copyOf(parts.values());
    List<Line> lines = new ArrayList<>();
    for (Part part : inOrder) {
      for (int i = 0; i < part.rows.size(); i++) {
        lines.add(new Line(part.rows.get(i), part.positions.get(i)));
      }
    }
    sql.writeAndRead(
        APPEND,
        row -> read(row, parts),
        Columns.numbers(conversations, Long::longValue),
        Columns.numbers(inOrder, part -> part.positions.getFirst()),
        Columns.numbers(inOrder, part -> part.positions.getLast()),
        Columns.numbers(lines, line -> line.row().key()),
        Columns.numbers(lines, Line::position),
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
