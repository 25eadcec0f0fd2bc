package dev.weft.web.http.wire;

/// A request that is answered with an error before anybody looks at what it asks for. The
/// connection closes after the answer, because nobody knows where the next request would begin. It
/// has no stack trace: it is the client's mistake.
public final class MalformedRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /// @param status the status of the answer: 400, 413, 414, 417, 431, 501 or 505
  /// @param sentence what is wrong, in words of ours: nothing that the client sent
  public MalformedRequestException(int status, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
  }

  static MalformedRequestException badRequest(String sentence) {
    return new MalformedRequestException(400, sentence);
  }

  public int status() {
    return status;
  }

  /// What is wrong, for the client.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
