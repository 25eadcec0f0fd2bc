package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that cannot be opened leaves nothing open: no lock, no thread, no file.
@Tag("slow")
class ServerWiringTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foundation",
        "cluster",
        "delivery",
        "callback",
        "sync",
        "chat",
        "gateway",
        "http"
      })
  void a_storey_that_fails_leaves_nothing_open(String failing) {
    Set<Thread> before = threads();
    Consumer<String> opening =
        storey -> {
          if (storey.equals(failing)) {
            throw new IllegalStateException("no " + storey);
          }
        };

    assertThatThrownBy(() -> new Server(settings(), Clock.systemUTC(), opening))
        .hasMessage("no " + failing);

    assertThat(threads()).as("threads left behind").isSubsetOf(before);
    // The folder is locked while a server has it.
    new Server(settings(), Clock.systemUTC()).close();
  }

  @Test
  void every_storey_is_opened_in_its_order_and_closing_twice_does_nothing_more() {
    List<String> storeys = new java.util.ArrayList<>();

    Server server = new Server(settings(), Clock.systemUTC(), storeys::add);
    server.close();
    server.close();

    assertThat(storeys)
        .containsExactly(
            "foundation", "cluster", "delivery", "callback", "sync", "chat", "gateway", "http");
  }

  /// The threads that belong to servers.
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("weft-"))
        .collect(Collectors.toSet());
  }

  private Settings settings() {
    return SettingsLoader.load(
        Optional.empty(),
        Map.of(),
        Map.of("server.data", folder.resolve("data").toString(), "server.port", "0"));
  }
}
