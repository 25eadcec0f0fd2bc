package dev.weft.delivery;

import java.time.Instant;

/// A callback that nobody will receive: it was given up, and nobody resent it in time.
///
/// @param stored when it was put into exception storage
/// @param rounds how many resends failed
public record ExpiredCallback(Lane lane, CallId callId, Instant stored, int rounds) {}
