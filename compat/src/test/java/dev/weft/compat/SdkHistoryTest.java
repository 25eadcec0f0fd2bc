package dev.weft.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.easemob.im.server.model.EMTextMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The history that the vendor's Java server SDK downloads.
class SdkHistoryTest extends SdkServer {

  @Test
  void an_hour_is_a_file(@TempDir Path folder) throws IOException {
    users("h1", "h2");
    Instant hour = CLOCK.instant();
    done(
        sdk.message()
            .send("h1", "users", Set.of("h2"), new EMTextMessage().text("hello"), Set.of()));
    moveClock(Duration.ofHours(3));

    String link = done(sdk.message().getHistoryAsUri(hour));
    Path file = done(sdk.message().getHistoryAsLocalFile(hour, folder, "hour.gz"));

    assertThat(link).startsWith("http://").contains("Signature=");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("\"hello\"");
    }
  }
}
