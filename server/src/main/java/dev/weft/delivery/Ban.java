package dev.weft.delivery;

import java.time.Instant;

/// The vendor's answer to an endpoint that fails often: nothing is sent there for a while.
///
/// @param number the how-many-th it is within 24 hours, from 1
public record Ban(int number, Instant since, Instant until) {}
