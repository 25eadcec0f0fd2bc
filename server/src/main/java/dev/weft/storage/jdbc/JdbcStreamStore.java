package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Recipient;
import dev.weft.chat.stream.StreamProgress;
import dev.weft.chat.stream.StreamState;
import dev.weft.chat.stream.StreamStore;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Stream messages over JDBC.
public final class JdbcStreamStore implements StreamStore {

  /// All chunks that say something come within this time after the first one: half an hour, by
  /// clocks that may differ.
  private static final Duration WITHIN = Duration.ofHours(1);

  @Override
  public void insert(Tx tx, StreamProgress stream) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO streams (message, app, sender, target, to_group, format, kept, seq,"
                + " chunks, bytes, began, changed, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " ?, ?)",
            stream.message().value(),
            stream.app().value(),
            stream.from().value(),
            stream.to(),
            stream.toGroup() ? 1 : 0,
            stream.format(),
            stream.kept() ? 1 : 0,
            stream.seq(),
            stream.chunks(),
            stream.bytes(),
            stream.began(),
            stream.changed(),
            stream.state().name());
  }

  @Override
  public Optional<StreamProgress> findForUpdate(Tx tx, MessageId id) {
    Sql sql = JdbcSnapshot.sql(tx);
    return sql.one(
        "SELECT message, app, sender, target, to_group, format, kept, seq, chunks, bytes, began,"
            + " changed, state FROM streams WHERE message = ?"
            + sql.dialect().forUpdate(),
        row ->
            new StreamProgress(
                new MessageId(row.number(1)),
                new AppId(row.number(2)),
                new UserId(row.text(3)),
                row.text(4),
                row.flag(5),
                row.text(6),
                row.flag(7),
                row.number(8),
                row.count(9),
                row.count(10),
                row.time(11),
                row.time(12),
                StreamState.valueOf(row.text(13))),
        id.value());
  }

  @Override
  public void update(Tx tx, StreamProgress stream) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE streams SET seq = ?, chunks = ?, bytes = ?, changed = ?, state = ?"
                + " WHERE message = ?",
            stream.seq(),
            stream.chunks(),
            stream.bytes(),
            stream.changed(),
            stream.state().name(),
            stream.message().value());
  }

  @Override
  public void addText(Tx tx, MessageId id, int chunk, String text) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO stream_chunks (message, chunk, text) VALUES (?, ?, ?)",
            id.value(),
            chunk,
            text);
  }

  @Override
  public String text(Snapshot snapshot, MessageId id) {
    return String.join(
        "",
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT text FROM stream_chunks WHERE message = ? ORDER BY chunk",
                row -> row.text(1),
                id.value()));
  }

  @Override
  public void deleteTexts(Tx tx, MessageId id) {
    deleteTexts(JdbcSnapshot.sql(tx), id);
  }

  private static void deleteTexts(Sql sql, MessageId id) {
    sql.write("DELETE FROM stream_chunks WHERE message = ?", id.value());
  }

  /// Takes the words of a recalled stream message out of its chunks: those that wait for its end,
  /// and those in the timeline of its conversation.
  static void recalled(Sql sql, Message message) {
    deleteTexts(sql, message.id());
    conversation(sql, message)
        .ifPresent(
            conversation ->
                sql.write(
                    "UPDATE timeline SET data = NULL WHERE conversation = ? AND position > ?"
                        + " AND position < ? AND kind = ? AND message = ?",
                    conversation,
                    message.id().value(),
                    Ids.firstAt(message.sent().plus(WITHIN)).value(),
                    EntryKind.CHUNK.code(),
                    message.id().value()));
  }

  private static Optional<Long> conversation(Sql sql, Message message) {
    return switch (message.to()) {
      case Recipient.ToGroup(var group) -> Optional.of(group.conversation().value());
      case Recipient.ToUser(var user) ->
          JdbcTimelineStore.find(sql, JdbcTimelineStore.names(message.app(), message.from(), user));
      default -> Optional.empty();
    };
  }

  @Override
  public List<Slow> slow(Snapshot snapshot, Instant changed, Instant began, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT message, app FROM streams WHERE state = 'OPEN' AND (changed < ? OR began < ?)"
                + " ORDER BY changed LIMIT ?",
            row -> new Slow(new MessageId(row.number(1)), new AppId(row.number(2))),
            changed,
            began,
            limit);
  }

  @Override
  public int forget(Tx tx, Instant before, int limit) {
    return JdbcSnapshot.sql(tx)
        .update(
            "DELETE FROM streams WHERE message IN (SELECT message FROM streams"
                + " WHERE state <> 'OPEN' AND changed < ? ORDER BY changed LIMIT ?)",
            before,
            limit);
  }
}
