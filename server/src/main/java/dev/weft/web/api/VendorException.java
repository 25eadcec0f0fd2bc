package dev.weft.web.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends a call with the vendor's error envelope. It is an answer, not a fault: it has no stack
/// trace.
public final class VendorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;
  private final String exceptionName;
  private final @Nullable String hint;
  private final HashMap<String, String> headers;
  private final int code;
  private final boolean codeForAll;

  /// @param status the HTTP status
  /// @param error the envelope's `error`, which clients may match on
  /// @param exceptionName the envelope's `exception`: a Java class name nobody matches
  /// @param description the envelope's `error_description`, which clients match on: contract
  public VendorException(int status, String error, String exceptionName, String description) {
    this(status, error, exceptionName, description, null, Map.of(), 0, false);
  }

  private VendorException(
      int status,
      String error,
      String exceptionName,
      String description,
      @Nullable String hint,
      Map<String, String> headers,
      int code,
      boolean codeForAll) {
    super(description, null, false, false);
    this.status = status;
    this.error = error;
    this.exceptionName = exceptionName;
    this.hint = hint;
    this.headers = new HashMap<>(headers);
    this.code = code;
    this.codeForAll = codeForAll;
  }

  /// The same error with a sentence of ours beside the vendor's text: what to do about it.
  VendorException withHint(String sentence) {
    return new VendorException(
        status, error, exceptionName, description(), sentence, headers, code, codeForAll);
  }

  /// The same error with a header that helps the client further: `Allow`, `Retry-After`.
  VendorException with(String header, String value) {
    return new VendorException(
        status, error, exceptionName, description(), hint, Map.of(header, value), code, codeForAll);
  }

  /// The same error with the number that the vendor's client SDKs know it by (MSYNC contract,
  /// section 16).
  VendorException withCode(int number) {
    return new VendorException(
        status, error, exceptionName, description(), hint, headers, number, codeForAll);
  }

  /// The same error with a number that every caller is told.
  VendorException withCodeForAll(int number) {
    return new VendorException(
        status, error, exceptionName, description(), hint, headers, number, true);
  }

  /// Whether the app's server is told the number too, which most errors have for SDKs alone.
  boolean hasCodeForAll() {
    return codeForAll;
  }

  /// What the client SDKs know it by; 0 if they go by its status and text.
  int code() {
    return code;
  }

  Map<String, String> headers() {
    return headers;
  }

  public int status() {
    return status;
  }

  String error() {
    return error;
  }

  String exceptionName() {
    return exceptionName;
  }

  /// What to do about it; empty if the description says it.
  Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  public String description() {
    return String.valueOf(getMessage());
  }
}
