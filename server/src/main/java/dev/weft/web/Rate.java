package dev.weft.web;

/// The vendor's call limit of a route, per app (REST contract, section 8).
///
/// @param name routes with the same name share one allowance
/// @param perSecond calls a second
record Rate(String name, int perSecond) {

  /// Most routes: 100 a second, each for itself.
  static Rate of(String name) {
    return new Rate(name, 100);
  }

  static Rate of(String name, int perSecond) {
    return new Rate(name, perSecond);
  }
}
