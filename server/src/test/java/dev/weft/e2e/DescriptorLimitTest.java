package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.weft.web.http.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections cannot take the files that the server needs for itself.
@Tag("slow")
class DescriptorLimitTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {256, 512, 1024, 20_000})
  void goes_on_after_more_connections_than_it_may_have_files(int files) throws Exception {
    // Half of them is for connections.
    int clients = Math.min(files + 76, 10_400);
    assumeTrue(mayOpen(clients + 500), "this test may not open so many files itself");
    try (ServerProcess server = ServerProcess.launchWithFiles(files, folder.resolve("data"))) {
      int port = URI.create(server.url()).getPort();
      List<RawClient> silent = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        connect(port).ifPresent(silent::add);
      }
      // Somebody with something to say is heard while they are all still there.
      await().until(() -> isReady(port));

      for (RawClient client : silent) {
        client.close();
      }

      await().until(() -> isReady(port));
      assertThat(server.log()).doesNotContain("Too many open files");
    }
  }

  @Test
  void says_in_one_sentence_that_the_limit_is_too_low() throws Exception {
    try (ServerProcess server = ServerProcess.launchWithFiles(128, folder.resolve("data"))) {
      assertThat(server.hasEndedWithin(60_000)).isTrue();
      assertThat(server.log().lines())
          .singleElement(InstanceOfAssertFactories.STRING)
          .startsWith("weft: ")
          .contains("ulimit -n");
    }
  }

  private static boolean mayOpen(int files) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && unix.getMaxFileDescriptorCount() >= files;
  }

  private static java.util.Optional<RawClient> connect(int port) {
    try {
      return java.util.Optional.of(RawClient.connect(port));
    } catch (UncheckedIOException e) {
      return java.util.Optional.empty();
    }
  }

  private static boolean isReady(int port) {
    try (RawClient client = RawClient.connect(port)) {
      return client.send("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n").read().status() == 200;
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }
}
