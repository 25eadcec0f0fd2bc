package dev.weft.chat;

import dev.weft.app.App;
import dev.weft.app.UserId;
import java.time.Instant;

/// A user has reacted to a message, or has taken a reaction back.
///
/// @param operation `create` or `delete`, the vendor's `reactionType`
/// @param to the other user of a single chat, or the group or thread
/// @param reactions how many different reactions `data` names
/// @param data what clients are told: a JSON array with the reactions now on the message
public record ReactionChange(
    App app,
    Message message,
    UserId operator,
    String operation,
    String to,
    int reactions,
    String data,
    Instant at) {}
