package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/compatibility.md` says of the vendor's calls is what the server does.
///
/// With `WRITE_COMPATIBILITY=1` the pages are written anew instead of compared.
class CompatibilityTest {

  private static final Path DOCS = Path.of("..", "docs");

  /// Asks and does not tell: a kind of rule, and no event.
  private static final String PRESEND = "presend";

  private static final String WRITE = "WRITE_COMPATIBILITY";

  @TempDir private Path data;

  @Test
  void the_pages_say_what_the_server_does() throws IOException {
    Set<String> events = ApiDocument.read("asyncapi.yaml").messages();
    events.add(PRESEND);
    try (RunningServer server = RunningServer.start(data)) {
      for (CompatibilityPage page : CompatibilityPage.all(Set.copyOf(server.routes()), events)) {
        Path file = DOCS.resolve(page.file());
        if (System.getenv(WRITE) != null) {
          Files.writeString(file, page.text());
        }
        assertThat(Files.readString(file))
            .as("%s: write it anew with %s=1 ./weft test CompatibilityTest", file, WRITE)
            .isEqualTo(page.text());
      }
    }
  }
}
