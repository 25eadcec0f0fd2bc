package dev.weft.web;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What a handler answers.
sealed interface Answer {

  /// A JSON document.
  record Document(int status, String json) implements Answer {
    byte[] utf8() {
      return json.getBytes(StandardCharsets.UTF_8);
    }
  }

  /// Text that is not JSON: the metrics page.
  record Text(String contentType, String text) implements Answer {}

  /// A file, streamed.
  record Download(Path file, String contentType, String fileName) implements Answer {}
}
