package dev.weft.junit;

import dev.weft.Server;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.config.SettingsLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A server in this process, on a free port and in a folder that is gone afterwards.
///
/// The only class of this module that is compiled for the server's Java. [LocalServer] loads it by
/// its name.
final class EmbeddedServer implements LocalServer {

  private final Path folder;
  private final Server server;
  private final MovableClock clock;
  private final AtomicInteger apps = new AtomicInteger();

  private EmbeddedServer(Path folder, Server server, MovableClock clock) {
    this.folder = folder;
    this.server = server;
    this.clock = clock;
  }

  /// The [LocalServer.Starter] that [LocalServer] looks for.
  static final class Starter implements LocalServer.Starter {

    @Override
    public LocalServer start(List<String> overrides, Clock base) {
      return EmbeddedServer.start(overrides, base);
    }
  }

  private static LocalServer start(List<String> overrides, Clock base) {
    Path folder = newFolder();
    Map<String, String> settings = new HashMap<>();
    settings.put("server.port", "0");
    settings.put("server.data", folder.toString());
    // Tests have few passwords and little time.
    settings.put("app.bcryptCost", "4");
    // The app under test is on this machine.
    settings.put("callback.allow", "127.0.0.0/8,::1/128");
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("a setting is \"path=value\", not \"" + override + "\"");
      }
      settings.put(override.substring(0, equals), override.substring(equals + 1));
    }
    MovableClock clock = new MovableClock(base);
    Server server = new Server(SettingsLoader.load(Optional.empty(), Map.of(), settings), clock);
    server.start();
    return new EmbeddedServer(folder, server, clock);
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("weft-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public App newApp() {
    AppKey key = new AppKey("weft-test", "app" + apps.incrementAndGet());
    Credentials credentials = new Credentials("client-" + key.app(), "secret-" + key.app());
    server.ensureApp(key, credentials);
    URI base = URI.create("http://127.0.0.1:" + server.port() + "/" + key.org() + "/" + key.app());
    return new App(
        base, key.org() + "#" + key.app(), credentials.clientId(), credentials.clientSecret());
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void advance(Duration by) {
    clock.advance(by);
    server.clockMoved();
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
