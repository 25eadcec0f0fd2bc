package dev.weft.callback.rule;

import dev.weft.delivery.RuleId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A rule as it was for a time.
///
/// @param spec what it asked for; its secrets are not kept
/// @param until null if it still is so
public record RuleVersion(RuleId rule, RuleSpec spec, Instant since, @Nullable Instant until) {}
