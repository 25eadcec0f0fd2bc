package app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.client.WeftClient;
import dev.weft.junit.ChatThread;
import dev.weft.junit.Inbox;
import dev.weft.junit.Weft;
import dev.weft.junit.WeftTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WeftTest
class ArchiveTest {

  /// Fails on demand, to see what a failure shows.
  private static final int EXPECTED = Integer.getInteger("expected", 1);

  @Test
  void a_message_arrives(Weft weft) throws Exception {
    Inbox inbox = weft.inbox();
    ChatThread thread = weft.group("alice", "bob").thread("alice", "lunch");
    thread.send("bob", "noodles?");
    weft.awaitDelivered();

    assertEquals(EXPECTED, inbox.rest().size());
    try (WeftClient client = WeftClient.of(weft.url(), weft.clientId(), weft.clientSecret())) {
      assertEquals(1, client.deliveries().list(Map.of("thread", thread.id()), null).data().size());
    }
  }
}
