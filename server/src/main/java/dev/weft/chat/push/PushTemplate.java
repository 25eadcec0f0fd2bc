package dev.weft.chat.push;

import java.time.Instant;

/// What notifications of an app say.
///
/// @param name letters and digits, at most 64; `default` is that of messages which name none
/// @param title with `{0}` and so on where arguments of the message go
public record PushTemplate(
    String name, String title, String content, Instant created, Instant updated) {}
