package dev.weft.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.loop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/// An exchange that has a deadline of its own ends by it, and says so.
class OutboundClientTest {

  private static final Duration LONG = Duration.ofSeconds(40);
  private static final Duration SHORT = Duration.ofMillis(120);

  @Test
  void names_the_deadline_that_has_passed() throws IOException {
    AddressGuard guard =
        new AddressGuard(
            List.of(Cidr.parse("127.0.0.0/8")),
            (_, _) -> List.of(InetAddress.getLoopbackAddress()));
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        OutboundClient client =
            new OutboundClient(
                guard,
                new OutboundClient.Limits(LONG, LONG, 1_000),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                new Loops())) {
      CallbackUrl url =
          ((CallbackUrl.Parsed.Url)
                  CallbackUrl.parse(
                      URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/hook")))
              .url();

      HttpResult result =
          client.post(new HttpPost(url, Map.of(), new byte[2]), null, () -> true, SHORT);

      assertThat(result)
          .isInstanceOfSatisfying(
              HttpResult.Failed.class,
              failed -> {
                assertThat(failed.failure()).isEqualTo(HttpFailure.TIMEOUT);
                assertThat(failed.reason()).startsWith("no complete answer within 120 ms");
              });
    }
  }
}
