package dev.weft.chat.stream;

import java.util.OptionalInt;

/// A chunk as clients get it.
///
/// @param format of the text: `text`, `markdown`
/// @param number its number, from 0 without a gap
/// @param text what it appends; empty where a stream broke off
/// @param state the state of the stream with it
/// @param finishReason the caller's reason for the end; empty for none
public record ChunkView(
    String format, int number, String text, StreamState state, OptionalInt finishReason) {}
