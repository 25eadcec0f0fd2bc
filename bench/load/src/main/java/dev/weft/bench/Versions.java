package dev.weft.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The versions of what is measured, as the build filled them in.
final class Versions {

  private static final Properties ALL = load();

  private Versions() {}

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the versions are not in the jar", e);
    }
    return properties;
  }

  /// @throws IllegalArgumentException if the build does not tell it
  static String of(String library) {
    String version = ALL.getProperty(library);
    if (version == null) {
      throw new IllegalArgumentException(library);
    }
    return version;
  }
}
