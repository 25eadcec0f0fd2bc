package dev.weft.web;

import dev.weft.pull.Walk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// What a handler answers.
sealed interface Answer {

  int status();

  /// A JSON document.
  record Document(int status, String json) implements Answer {
    byte[] utf8() {
      return json.getBytes(StandardCharsets.UTF_8);
    }
  }

  /// Text that is not JSON: the metrics page.
  record Text(String contentType, String text) implements Answer {
    @Override
    public int status() {
      return 200;
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

  /// Callbacks as they happen, without an end of their own. Whoever sends it closes the walk.
  record EventStream(Walk walk) implements Answer {
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
