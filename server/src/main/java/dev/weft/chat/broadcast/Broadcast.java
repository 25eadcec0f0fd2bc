package dev.weft.chat.broadcast;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Content;
import dev.weft.chat.MessageId;
import org.jspecify.annotations.Nullable;

/// A message to everybody that is being sent.
///
/// @param id made for it; each receiver gets a message with an id of its own
/// @param cursor how far it has come; null at the beginning
public record Broadcast(
    MessageId id,
    AppId app,
    Audience audience,
    UserId from,
    Content content,
    @Nullable String cursor) {}
