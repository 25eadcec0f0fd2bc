package dev.weft.alert;

import java.time.Instant;

/// One notice to operators: a condition has begun, or ended.
///
/// @param id the same each time this notice is sent
/// @param since when the condition began
/// @param at when it was noticed that it began, or ended
public record Alert(String id, Condition condition, boolean resolved, Instant since, Instant at) {}
