package dev.weft.pull;

import java.time.Instant;

/// Somebody who fetches the callbacks of a rule, and how far they have come.
///
/// @param committed the position up to which everything is done
/// @param at when that was said
public record Consumer(String name, long committed, Instant at) {}
