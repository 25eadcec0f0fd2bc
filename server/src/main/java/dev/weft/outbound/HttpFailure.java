package dev.weft.outbound;

/// What kept a request from being answered: the phase it ended in, or why it did not begin.
public enum HttpFailure {
  /// The URL leads to an address that must not be reached.
  FORBIDDEN,
  DNS,
  CONNECT,
  TLS,

  /// The time was up before a status line had come.
  TIMEOUT,

  /// The connection broke before a status line had come, or what came was none.
  BROKEN
}
