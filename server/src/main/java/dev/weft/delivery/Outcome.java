package dev.weft.delivery;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
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
  record Refused(
      int status, String answer, @Nullable Duration retryAfter, Timings timings, Headers headers)
      implements Outcome {

    /// Without headers.
    public Refused(int status, String answer, @Nullable Duration retryAfter, Timings timings) {
      this(status, answer, retryAfter, timings, Headers.NONE);
    }
  }

  /// No complete answer came. Whether the endpoint saw the callback, nobody knows.
  record Unreachable(Failure failure, String reason, Timings timings, Headers headers)
      implements Outcome {

    /// Without headers.
    public Unreachable(Failure failure, String reason, Timings timings) {
      this(failure, reason, timings, Headers.NONE);
    }
  }

  /// The headers of this attempt; none of one that the endpoint took, of which there are too many
  /// to keep.
  default Headers headers() {
    return Headers.NONE;
  }

  /// One header as it went over the wire. A name has no colon, and neither part has a line break.
  record Header(String name, String value) {}

  /// The headers of one attempt.
  ///
  /// @param request of the request that was made for the attempt, whether it left or not
  /// @param answer the first of the answer; empty if none came
  record Headers(List<Header> request, List<Header> answer) {

    public static final Headers NONE = new Headers(List.of(), List.of());

    public Headers {
      request = List.copyOf(request);
      answer = List.copyOf(answer);
    }

    public boolean isEmpty() {
      return request.isEmpty() && answer.isEmpty();
    }

    /// Headers as text: one on a line, `name: value`.
    public static String lines(List<Header> headers) {
      return headers.stream()
          .map(header -> header.name() + ": " + header.value())
          .collect(Collectors.joining("\n"));
    }

    /// What [#lines] has written.
    public static List<Header> parse(String lines) {
      return lines.lines().map(Headers::header).toList();
    }

    private static Header header(String line) {
      int colon = line.indexOf(": ");
      return colon < 0
          ? new Header(line, "")
          : new Header(line.substring(0, colon), line.substring(colon + 2));
    }
  }
}
