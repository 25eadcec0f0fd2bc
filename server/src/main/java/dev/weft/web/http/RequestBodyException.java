package dev.weft.web.http;

import java.io.IOException;

/// A body could not be read to its end. It has no stack trace: it is the client's doing.
public final class RequestBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  RequestBodyException(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  /// What to answer: 400 broken, 408 too slow, 413 too large, 503 no memory for it.
  public int status() {
    return status;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
