package dev.weft.delivery;

import java.time.Instant;

/// What becomes of a delivery after an attempt.
public sealed interface Verdict {

  record Delivered() implements Verdict {}

  /// It keeps its place at the head of its lane until then.
  record RetryAt(Instant at) implements Verdict {}

  /// No attempts are left: to exception storage, and the lane moves on.
  record Store() implements Verdict {}

  /// The whole rule stops, in order, until a person resumes it.
  record Pause(String reason) implements Verdict {}

  /// It is over without success and nobody waits for it.
  record Discard() implements Verdict {}
}
