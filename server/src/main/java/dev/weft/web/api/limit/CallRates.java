package dev.weft.web.api.limit;

import dev.weft.app.AppId;
import dev.weft.web.api.Rate;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The vendor's call limits, for those who want to meet them before production does. Off by
/// default.
///
/// Counts calls of each route and app in the running second (of few routes: minute), as the
/// vendor's own limit does.
public final class CallRates {

  private record Key(AppId app, String route) {}

  private record Count(long window, int calls) {}

  private final Clock clock;
  private final boolean on;

  /// Bounded by apps times routes.
  private final ConcurrentMap<Key, Count> counts = new ConcurrentHashMap<>();

  public CallRates(Clock clock, boolean on) {
    this.clock = clock;
    this.on = on;
  }

  /// Whether `calls` more of a route are allowed now; they are counted if so.
  public boolean allows(AppId app, Rate rate, int calls) {
    if (!on) {
      return true;
    }
    long window = clock.millis() / rate.window().toMillis();
    Count after =
        counts.merge(
            new Key(app, rate.name()),
            new Count(window, calls),
            (old, fresh) ->
                old.window() == window ? new Count(window, old.calls() + fresh.calls()) : fresh);
    return after.calls() <= rate.calls();
  }
}
