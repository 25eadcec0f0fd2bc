package dev.weft.junit;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// The server of a test class, without any of the server's own types: these need a newer Java than
/// the app under test may be compiled for.
interface LocalServer extends AutoCloseable {

  /// An app that nobody else uses.
  ///
  /// @param base of its REST calls
  /// @param key `org#app`
  record App(URI base, String key, String clientId, String clientSecret) {}

  /// Starts servers.
  interface Starter {

    /// Starts one on a free port.
    ///
    /// @param overrides settings as `path=value`
    LocalServer start(List<String> overrides, Clock base);
  }

  /// Starts a server, on a Java that can run one.
  ///
  /// @throws IllegalStateException on an older Java
  static LocalServer start(List<String> overrides, Clock base) {
    ServerJava.require(Runtime.version().feature());
    return starter().start(overrides, base);
  }

  private static Starter starter() {
    try {
      return Class.forName("dev.weft.junit.EmbeddedServer$Starter")
          .asSubclass(Starter.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the server is not on the class path: weft-server.jar", e);
    }
  }

  App newApp();

  Clock clock();

  /// Moves the server's time forward.
  void advance(Duration by);

  @Override
  void close() throws IOException;
}
