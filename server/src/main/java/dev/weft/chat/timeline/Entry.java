package dev.weft.chat.timeline;

import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import org.jspecify.annotations.Nullable;

/// One entry of a timeline.
///
/// @param position its place: an id that grows with time. On append it is a wish; the store raises
///   it above the last one of the conversation
/// @param message the message that was sent, recalled or modified; null for notices and receipts
/// @param origin who did it; its `extra` is not kept here, it is `data`
/// @param data what a kind needs beside that, opaque to the store; null if nothing
@SuppressWarnings("ArrayRecordComponent") // Never compared; copied by nobody.
public record Entry(
    long position,
    EntryKind kind,
    @Nullable MessageId message,
    Origin origin,
    byte @Nullable [] data) {

  /// The message this is about; null for notices and receipts.
  public @Nullable MessageId subject() {
    return kind == EntryKind.NOTICE || kind == EntryKind.RECEIPT ? null : message;
  }

  /// This entry where the store has put it.
  public Entry at(long place) {
    return place == position ? this : new Entry(place, kind, message, origin, data);
  }
}
