package dev.weft.chat.moderation;

import java.time.Instant;

/// A word or phrase of a [KeywordList].
///
/// @param user who has added it, as the caller says
public record Keyword(
    String id, String list, String word, String user, Instant created, Instant updated) {}
