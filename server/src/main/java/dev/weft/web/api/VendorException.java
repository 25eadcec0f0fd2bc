package dev.weft.web.api;

import java.util.Map;

/// Ends a call with the vendor's error envelope. It is an answer, not a fault: it has no stack
/// trace.
public final class VendorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;
  private final String exceptionName;
  private final Map<String, String> headers;

  /// @param status the HTTP status
  /// @param error the envelope's `error`, which clients may match on
  /// @param exceptionName the envelope's `exception`: a Java class name nobody matches
  /// @param description the envelope's `error_description`, which clients match on: contract
  public VendorException(int status, String error, String exceptionName, String description) {
    this(status, error, exceptionName, description, Map.of());
  }

  private VendorException(
      int status,
      String error,
      String exceptionName,
      String description,
      Map<String, String> headers) {
    super(description, null, false, false);
    this.status = status;
    this.error = error;
    this.exceptionName = exceptionName;
    this.headers = headers;
  }

  /// The same with a header that helps the client further: `Allow`, `Retry-After`.
  VendorException with(String header, String value) {
    return new VendorException(status, error, exceptionName, description(), Map.of(header, value));
  }

  Map<String, String> headers() {
    return headers;
  }

  int status() {
    return status;
  }

  String error() {
    return error;
  }

  String exceptionName() {
    return exceptionName;
  }

  public String description() {
    return String.valueOf(getMessage());
  }
}
