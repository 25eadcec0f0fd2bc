package dev.weft.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The door is made of the library, and of the version of it, that its decision names.
class DoorVersionTest {

  private static final Path DECISION =
      Path.of("../docs/adr/0264-no-newer-helidon-would-have-been-enough.md");

  @Test
  void runs_on_the_version_of_netty_that_its_decision_names() throws IOException {
    String decision = Files.readString(DECISION);

    assertThat(Version.identify()).containsKey("netty-codec-http");
    assertThat(Version.identify().values())
        .allSatisfy(
            library -> assertThat(decision).contains("Netty " + library.artifactVersion() + ","));
  }

  @Test
  void has_no_helidon() {
    assertThat(System.getProperty("java.class.path")).contains("netty").doesNotContain("helidon");
    assertThat(getClass().getClassLoader().getResource("io/helidon/webserver/WebServer.class"))
        .isNull();
  }
}
