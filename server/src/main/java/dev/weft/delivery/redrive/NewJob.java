package dev.weft.delivery.redrive;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What somebody asks to be sent once more.
///
/// @param app number of the app whose callbacks they are
/// @param target where to; null for each rule's own URL. With a target, the selection names the
///   rule whose secret signs
/// @param rate callbacks a second, at most
public record NewJob(
    long app, JobKind kind, Selection selection, @Nullable URI target, int rate, Instant created) {}
