package dev.weft.chat.stream;

import dev.weft.app.UserId;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// One chunk of a stream message, as a caller sends it.
///
/// @param from the sender; the same in all chunks
/// @param to the user or group; the same in all chunks
/// @param seq the caller's number; grows from chunk to chunk
/// @param text what is appended
/// @param finish whether this is the last one
/// @param finishReason the caller's reason for the end, for clients; empty without `finish`
public record Chunk(
    UserId from, String to, long seq, String text, boolean finish, OptionalInt finishReason) {

  int bytes() {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  StreamState stateAfter() {
    return finish ? StreamState.FINISHED : StreamState.OPEN;
  }
}
