package dev.weft.delivery;

/// Why a delivery is on its way.
public enum Kind {
  /// Something happened, and the endpoint learns of it for the first time.
  LIVE,

  /// The endpoint is told again on request; its attempts carry `weft-replay: true`.
  REPLAY,

  /// Sent by a person to test an endpoint: attempted once, outside of every order.
  TEST
}
