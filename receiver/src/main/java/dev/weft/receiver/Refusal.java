package dev.weft.receiver;

/// Why a request was turned away, and the HTTP status that says so.
public enum Refusal {
  METHOD_NOT_ALLOWED(405, "callbacks are sent with POST"),
  BODY_TOO_LARGE(413, "the body is larger than this receiver reads"),
  UNSIGNED(401, "there is no signature this receiver could check"),
  MALFORMED_TIMESTAMP(401, "webhook-timestamp is not a number of seconds"),
  TIMESTAMP_TOO_OLD(401, "signed too long ago: a replay, or a clock that is behind"),
  TIMESTAMP_TOO_NEW(401, "signed in the future: a clock is ahead"),
  SIGNATURE_MISMATCH(401, "no signature matches: another secret, or a changed body"),
  NOT_JSON(400, "the body is not a JSON object this receiver can read");

  private final int status;
  private final String explanation;

  Refusal(int status, String explanation) {
    this.status = status;
    this.explanation = explanation;
  }

  public int status() {
    return status;
  }

  public String explanation() {
    return explanation;
  }
}
