package dev.weft.web.http;

/// A connection whose time is watched. All of it happens on its event loop.
interface Watched {

  /// Looks once a second whether something has taken too long.
  ///
  /// @param now nanoseconds, as [System#nanoTime] counts them
  void tick(long now);

  /// How long it has waited for a request; negative while it has one.
  long idleNanos(long now);

  /// Ends it, in the way its protocol has for that.
  void goAway();

  /// Where the watch keeps it.
  int index();

  void index(int index);
}
