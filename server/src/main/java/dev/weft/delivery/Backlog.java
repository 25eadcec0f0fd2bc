package dev.weft.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is undelivered, over all rules.
///
/// @param oldest time of the event that has waited longest, replays aside; null when none waits
public record Backlog(long size, @Nullable Instant oldest) {}
