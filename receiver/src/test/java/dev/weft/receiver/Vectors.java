package dev.weft.receiver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The wire vectors: callbacks as the documents have them, and signatures computed by others.
final class Vectors {

  private Vectors() {}

  static byte[] bytes(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream(file)) {
      return Objects.requireNonNull(in, file).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Json json(String file) {
    return read(bytes(file));
  }

  static Json read(byte[] body) {
    try {
      return JsonReader.read(body);
    } catch (JsonReader.UnreadableException e) {
      throw new IllegalStateException(e);
    }
  }

  static Callback callback(String name) {
    return CallbackParser.parse(json("vectors/" + name + ".json"));
  }

  static ThreadCallback thread(String name) {
    return (ThreadCallback) callback("thread_callback_" + name);
  }
}
