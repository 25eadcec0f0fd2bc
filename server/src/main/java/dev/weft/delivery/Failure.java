package dev.weft.delivery;

/// What kept an attempt from being answered; few and fixed, so that metrics may count by it.
public enum Failure {
  /// The URL leads to an address that callbacks must not reach.
  FORBIDDEN,
  DNS,
  CONNECT,
  TLS,

  /// No complete answer before the deadline.
  TIMEOUT,

  /// The connection broke, or what came was not HTTP.
  BROKEN
}
