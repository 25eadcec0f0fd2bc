package dev.weft.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What came of an attempt.
public sealed interface Outcome {

  /// The most characters of an answer that are read and kept: one more than the vendor allows, to
  /// tell an answer that is too long.
  int MAX_ANSWER_CHARS = 1_001;

  Timings timings();

  /// The endpoint took the callback.
  record Acknowledged(int status, String answer, Timings timings) implements Outcome {}

  /// The endpoint answered with a status that is no success.
  ///
  /// @param retryAfter how long it asked to be left alone
  record Refused(int status, String answer, @Nullable Duration retryAfter, Timings timings)
      implements Outcome {}

  /// No complete answer came. Whether the endpoint saw the callback, nobody knows.
  record Unreachable(Failure failure, String reason, Timings timings) implements Outcome {}
}
