package dev.weft.web.api;

import java.time.Duration;

/// The vendor's call limit of a route, per app (REST contract, section 8).
///
/// @param name routes with the same name share one allowance
/// @param calls so many in each window of `window`
public record Rate(String name, int calls, Duration window) {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /// Most routes: 100 a second, each for itself.
  public static Rate of(String name) {
    return new Rate(name, 100, SECOND);
  }

  public static Rate of(String name, int perSecond) {
    return new Rate(name, perSecond, SECOND);
  }

  public static Rate perMinute(String name, int calls) {
    return new Rate(name, calls, Duration.ofMinutes(1));
  }
}
