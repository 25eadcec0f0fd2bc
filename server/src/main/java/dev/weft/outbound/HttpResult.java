package dev.weft.outbound;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a request.
public sealed interface HttpResult {

  /// A status line has come, which is the answer: what follows it was read as far as it came, and
  /// as far as it is wanted.
  ///
  /// @param body in UTF-8; not more than the client reads
  /// @param retryAfter the header of this name
  /// @param fields the first fields of the head, not more than [AnswerFields] keeps; of an answer
  ///   with status 200 none are kept
  record Answered(
      int status,
      String body,
      @Nullable String retryAfter,
      PhaseTimes times,
      List<HttpField> fields)
      implements HttpResult {}

  /// No status line has come. Whether the request was seen, nobody knows.
  record Failed(HttpFailure failure, String reason, PhaseTimes times) implements HttpResult {}

  /// The caller said no at the last moment. Nothing was sent.
  record Withheld() implements HttpResult {}

  /// The name of the host was not looked up, because others were looked up on its account. Nothing
  /// was sent, and nothing is known of the endpoint.
  record NotMade(String reason) implements HttpResult {}
}
