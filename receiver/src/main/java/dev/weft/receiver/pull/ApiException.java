package dev.weft.receiver.pull;

import java.io.IOException;

/// The server answered with an error. The message has the call, the status, and the server's own
/// words.
public final class ApiException extends IOException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String error;
  private final String description;

  /// @param error the vendor's word for it, `resource_not_found`; empty if the answer has none
  /// @param description the sentence beside it; empty if the answer has none
  ApiException(String method, String path, int status, String error, String description) {
    super(
        "%s %s was answered %d%s%s"
            .formatted(
                method,
                path,
                status,
                error.isEmpty() ? "" : " " + error,
                description.isEmpty() ? "" : ": " + description));
    this.status = status;
    this.error = error;
    this.description = description;
  }

  public int status() {
    return status;
  }

  /// The vendor's word: `resource_not_found`, `illegal_argument`, `unauthorized` and others.
  public String error() {
    return error;
  }

  /// The vendor's sentence, `error_description`.
  public String description() {
    return description;
  }

  /// Whether the same call gets the same answer later.
  public boolean isFinal() {
    return status >= 400 && status < 500 && status != 408 && status != 429;
  }
}
