package dev.weft.chat.stream;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import java.time.Duration;
import java.time.Instant;

/// How far a stream message has come, by which its next chunk is judged.
///
/// @param message its id; clients and callers name the whole message by it
/// @param from the sender as the first chunk named it
/// @param to the user or group as the first chunk named it
/// @param toGroup whether `to` is a group
/// @param format of the text, in the words of the first chunk: `text`, `markdown`
/// @param kept false if there is no such group: nobody gets the chunks, and callers learn nothing
/// @param seq the number that the caller gave the newest chunk
/// @param chunks how many there are; clients count them from 0 without a gap
/// @param bytes the length of the whole text, in bytes of UTF-8
/// @param began when the first chunk came
/// @param changed when the newest chunk came, or when the stream ended
/// @param state whether more may come
public record StreamProgress(
    MessageId message,
    AppId app,
    UserId from,
    String to,
    boolean toGroup,
    String format,
    boolean kept,
    long seq,
    int chunks,
    int bytes,
    Instant began,
    Instant changed,
    StreamState state) {

  /// The longest text of one message, in bytes (vendor: 128 KB).
  static final int MAX_BYTES = 128 * 1024;

  /// The longest time between two chunks (vendor).
  static final Duration MAX_PAUSE = Duration.ofSeconds(30);

  /// The longest time from the first chunk to the last (vendor).
  static final Duration MAX_AGE = Duration.ofMinutes(30);

  /// The state at `now`, whether somebody has noted already that the stream is too slow or not.
  StreamState stateAt(Instant now) {
    if (state != StreamState.OPEN) {
      return state;
    }
    if (changed.plus(MAX_PAUSE).isBefore(now)) {
      return StreamState.CHUNK_LATE;
    }
    return began.plus(MAX_AGE).isBefore(now) ? StreamState.TOO_OLD : StreamState.OPEN;
  }

  /// This one after one more chunk.
  StreamProgress with(Chunk chunk, Instant now) {
    return new StreamProgress(
        message,
        app,
        from,
        to,
        toGroup,
        format,
        kept,
        chunk.seq(),
        chunks + 1,
        bytes + chunk.bytes(),
        began,
        now,
        chunk.stateAfter());
  }

  /// This one when it ends without a chunk.
  StreamProgress ended(Instant now, StreamState how) {
    return new StreamProgress(
        message, app, from, to, toGroup, format, kept, seq, chunks, bytes, began, now, how);
  }

  /// Where the message is sent to, as a text.
  boolean isTo(String target) {
    return toGroup ? to.equals(target) : to.equalsIgnoreCase(target);
  }
}
