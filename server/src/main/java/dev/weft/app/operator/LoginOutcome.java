package dev.weft.app.operator;

/// What became of an attempt to log in.
public sealed interface LoginOutcome {
  /// Let in.
  ///
  /// @param secret what the session is called with; it is shown this once
  record Granted(String secret, OperatorSession session) implements LoginOutcome {}

  /// Wrong name, password or link.
  record Refused() implements LoginOutcome {}

  /// Too many attempts; nothing was checked.
  record TooMany() implements LoginOutcome {}
}
