package dev.weft.chat.stream;

import dev.weft.app.AppId;
import dev.weft.chat.MessageId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where stream messages are kept while they come, and for a while after.
public interface StreamStore {

  /// A stream that is too slow.
  record Slow(MessageId message, AppId app) {}

  void insert(Tx tx, StreamProgress stream);

  /// A stream, to be changed in this unit of work: nobody else changes it until that is over.
  Optional<StreamProgress> findForUpdate(Tx tx, MessageId id);

  /// Keeps how far it has come.
  void update(Tx tx, StreamProgress stream);

  /// Keeps the text of one chunk until the stream ends.
  ///
  /// @param chunk its number, from 0
  void addText(Tx tx, MessageId id, int chunk, String text);

  /// The text of all chunks, in their order.
  String text(Snapshot snapshot, MessageId id);

  /// Removes the texts of the chunks; the message has the whole one.
  void deleteTexts(Tx tx, MessageId id);

  /// Open streams whose newest chunk, or whose first one, came before these times.
  List<Slow> slow(Snapshot snapshot, Instant changed, Instant began, int limit);

  /// Removes streams that ended before `before`. Answers how many.
  int forget(Tx tx, Instant before, int limit);
}
