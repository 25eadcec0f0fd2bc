package dev.weft.web.api;

import dev.weft.pull.EventReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.OptionalLong;

/// What a handler answers.
public sealed interface Answer {

  int status();

  /// A JSON document.
  final class Document implements Answer {
    private final int status;
    private final byte[] utf8;
    private final Map<String, String> headers;

    /// @param value what the document says, as maps, lists and plain values
    public Document(int status, Object value) {
      this(status, value, Map.of());
    }

    /// @param headers beside the content type
    public Document(int status, Object value, Map<String, String> headers) {
      this.status = status;
      this.utf8 = Json.utf8(value);
      this.headers = headers;
    }

    /// A document that is written already.
    ///
    /// @param utf8 the JSON text
    /// @param headers beside the content type
    public Document(int status, byte[] utf8, Map<String, String> headers) {
      this.status = status;
      this.utf8 = utf8;
      this.headers = headers;
    }

    /// Headers beside the content type.
    public Map<String, String> headers() {
      return headers;
    }

    @Override
    public int status() {
      return status;
    }

    public byte[] utf8() {
      return utf8;
    }
  }

  /// Text that is not JSON: the metrics page.
  record Text(String contentType, String text) implements Answer {
    @Override
    public int status() {
      return 200;
    }
  }

  /// Which methods a path has, and nothing else: the answer to OPTIONS.
  record Allowed(String methods) implements Answer {
    @Override
    public int status() {
      return 204;
    }
  }

  /// Something to be saved, streamed.
  ///
  /// @param length empty if it is not known before the end
  record Download(String contentType, String fileName, OptionalLong length, Body body)
      implements Answer {
    @Override
    public int status() {
      return 200;
    }
  }

  /// Callbacks as they happen, without an end of their own. Whoever sends it closes the reader.
  record EventStream(EventReader reader) implements Answer {
    @Override
    public int status() {
      return 200;
    }
  }

  /// Bytes with headers of their own: a file of the console, an answer that sets a cookie.
  ///
  /// @param headers by name; Content-Type among them
  @SuppressWarnings("ArrayRecordComponent") // Never compared by content.
  record Resource(int status, Map<String, String> headers, byte[] bytes) implements Answer {
    public Resource {
      headers = Map.copyOf(headers);
    }
  }

  /// Text that goes on without an end of its own, each part sent at once.
  record Stream(String contentType, Body body) implements Answer {
    @Override
    public int status() {
      return 200;
    }
  }

  /// Writes what is streamed. When it throws, the answer is cut off: the client must not take half
  /// of it for the whole.
  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }
}
