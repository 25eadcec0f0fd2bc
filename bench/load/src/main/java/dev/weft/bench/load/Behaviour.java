package dev.weft.bench.load;

/// What an endpoint of the receiver does with a callback.
public enum Behaviour {
  /// 200 at once.
  ANSWER,
  /// Takes it and never answers.
  HANG,
  /// Answers one byte a second.
  DRIP,
  /// 500.
  REFUSE
}
