package dev.weft.web.http;

/// Writes the body of an answer to what never becomes a request.
@FunctionalInterface
public interface ErrorBody {

  /// The JSON document for `status`.
  ///
  /// @param sentence what is wrong, for the client
  byte[] json(int status, String sentence);
}
