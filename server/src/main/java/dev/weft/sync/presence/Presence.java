package dev.weft.sync.presence;

import dev.weft.app.UserId;
import java.time.Instant;
import java.util.Map;

/// How a user is, as one who asks or follows is shown it.
///
/// @param changed when it changed last; [Instant#EPOCH] if it never did
/// @param expires until when the reader follows the user; [Instant#EPOCH] if the reader does not
/// @param ext what the user says of it
/// @param status by device: `0` offline, `1` online, `100` and above as the user has chosen
public record Presence(
    UserId user, Instant changed, Instant expires, String ext, Map<String, String> status) {}
