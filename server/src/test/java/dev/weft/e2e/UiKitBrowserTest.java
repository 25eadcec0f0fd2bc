package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weft.cli.demo.UiKitPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The vendor's UI kits, as published, in a browser: two users each, on one server. What they do is
/// in `sdk-test/kits/flows.mjs`; nothing of the kits is in this repository. Needs npm and Chromium.
class UiKitBrowserTest {

  private static final List<String> KITS = List.of("easemob", "agora");
  private static final long MAX_MINUTES = 8;

  @TempDir private Path data;

  @Test
  void two_users_chat_with_either_kit() throws IOException, InterruptedException {
    assumeThat(SdkClients.CHROMIUM)
        .as("SKIPPED: the vendor's UI kits need Chromium")
        .anyMatch(path -> Files.exists(Path.of(path)));
    SdkClients.requirePackages();
    Path pages = pages();
    try (RunningServer server = RunningServer.start(data, Map.of(), Clock.systemUTC())) {
      List<Process> running = new ArrayList<>();
      for (String kit : KITS) {
        running.add(start(kit, server, pages));
      }
      for (int i = 0; i < KITS.size(); i++) {
        String kit = KITS.get(i);
        Process browser = running.get(i);
        boolean ended = browser.waitFor(MAX_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
          browser.descendants().forEach(ProcessHandle::destroyForcibly);
          browser.destroyForcibly();
        }
        String said = Files.readString(log(kit));
        System.out.println(said);
        assertThat(said).as("what the browser said").contains(" 0 failed, 0 accidents");
        assertThat(ended).isTrue();
      }
    }
  }

  private static Path pages() throws IOException {
    Path root = SdkClients.root();
    try {
      return new UiKitPages(root.resolve("server/target/ui-kits"))
          .buildFrom(root.resolve("ui-kits"), System.out::println);
    } catch (RuntimeException e) {
      if (String.valueOf(e.getMessage()).startsWith("the UI kits ")) {
        Assumptions.abort("SKIPPED: " + e.getMessage());
      }
      throw e;
    }
  }

  private Process start(String kit, RunningServer server, Path pages) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("node", "kits/run.mjs", kit)
            .directory(SdkClients.root().resolve("sdk-test").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(kit).toFile());
    builder.environment().put("WEFT_URL", server.url());
    builder.environment().put("PAGES", pages.toString());
    String pictures = System.getProperty("kits.screenshots", "");
    if (!pictures.isEmpty()) {
      builder.environment().put("SCREENSHOTS", Path.of(pictures).toAbsolutePath().toString());
    }
    return builder.start();
  }

  private Path log(String kit) {
    return data.resolve(kit + ".log");
  }
}
