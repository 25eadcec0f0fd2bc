package dev.weft.delivery;

import org.jspecify.annotations.Nullable;

/// What a rule's endpoint wants to bear at most.
///
/// @param maxConcurrency attempts in flight at once; null for as many as the process allows any
///   rule
/// @param maxPerSecond attempts started in a second; null for any number
public record Throttle(@Nullable Integer maxConcurrency, @Nullable Double maxPerSecond) {

  /// Nothing beyond the bounds of the process.
  public static final Throttle NONE = new Throttle(null, null);
}
