package dev.weft.outbound;

import java.io.InputStream;

/// What became of asking for what is at a URL.
///
/// @param <T> what was made of the body
public sealed interface Fetched<T> {

  /// Takes the body of an answer as it comes.
  @FunctionalInterface
  interface Taker<T> {

    /// Reads `body` to its end. What it throws reaches whoever has asked for the body; an
    /// [java.io.UncheckedIOException] of the body itself is a body that did not come to its end.
    ///
    /// @param contentType as the answer says; empty if it does not
    T take(String contentType, InputStream body);
  }

  /// The body has come to its end.
  record Taken<T>(T made) implements Fetched<T> {}

  /// The answer says that it is elsewhere.
  ///
  /// @param location as it stands in the answer, absolute or not
  record Elsewhere<T>(String location) implements Fetched<T> {}

  /// There is nothing.
  ///
  /// @param reason a sentence for whoever gave us the URL
  record Failed<T>(String reason) implements Fetched<T> {}
}
