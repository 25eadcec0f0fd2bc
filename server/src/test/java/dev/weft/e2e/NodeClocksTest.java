package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.msync.CommSyncDL;
import dev.weft.msync.KickReason;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import dev.weft.msync.StatisticsBody;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes whose clocks differ by two minutes: devices of the fast one hear at once what the slow
/// one accepts.
@Tag("postgresql")
class NodeClocksTest {

  private static final Duration BEHIND = Duration.ofMinutes(2);

  private @TempDir Path folder;
  private RunningServer fast;
  private RunningServer slow;
  private ClientFixture atFast;
  private ClientFixture atSlow;
  private String group = "";

  @BeforeEach
  void start() {
    Map<String, String> database = PostgresServer.settings(folder);
    fast = RunningServer.start(folder.resolve("fast"), database, Clock.systemUTC());
    Clock behind = Clock.offset(Clock.systemUTC(), BEHIND.negated());
    slow = RunningServer.start(folder.resolve("slow"), database, behind);
    atFast = ClientFixture.at(fast.client());
    atSlow = ClientFixture.at(slow.client());
    atFast.register("anna", "ben");
    group = atFast.makeGroup("anna", "ben");
  }

  @AfterEach
  void stop() throws IOException {
    fast.close();
    slow.close();
  }

  private static String webSocket(RunningServer server) {
    return server.url().replace("http:", "ws:") + "/ws";
  }

  private MSyncClient ben(RunningServer server) {
    MSyncClient ben = MSyncClient.loggedIn(webSocket(server), "ben", "r", atFast.tokenOf("ben"));
    var _ = ben.catchUp();
    return ben;
  }

  private String toBen(ApiClient api, String text) {
    return api.post(
            "/messages/users",
            "{\"from\":\"anna\",\"to\":[\"ben\"],\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
                .formatted(text))
        .data()
        .get("ben")
        .stringValue();
  }

  /// The ids of the next messages, each confirmed.
  private static List<String> hear(MSyncClient client, int count) {
    List<String> heard = new ArrayList<>();
    while (heard.size() < count) {
      CommSyncDL sync = client.nextSync();
      sync.getMetasList().stream()
          .filter(meta -> meta.getNs() == NameSpace.CHAT)
          .forEach(meta -> heard.add(Long.toString(meta.getId())));
      if (sync.getMetasCount() > 0) {
        client.pull(sync.getQueue(), sync.getNextKey());
      }
    }
    return heard;
  }

  @Test
  void a_device_hears_at_once_what_a_node_with_a_slow_clock_accepts() {
    toBen(atFast.api, "before");
    // So that it has everything when it comes.
    ben(fast).close();
    try (MSyncClient ben = ben(fast)) {
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        sent.add(atSlow.sendToGroup(group, "to the group"));
        sent.add(toBen(slow.client(), "to ben"));
        assertThat(hear(ben, 2)).containsExactlyElementsOf(sent.subList(2 * i, 2 * i + 2));
      }
    }
  }

  @Test
  void a_device_hears_the_first_message_of_a_new_pair_and_of_a_new_thread() {
    try (MSyncClient ben = ben(fast)) {
      String first = toBen(slow.client(), "the first");
      assertThat(hear(ben, 1)).containsExactly(first);

      String parent = atSlow.sendToGroup(group, "parent");
      assertThat(hear(ben, 1)).containsExactly(parent);
      String thread = atSlow.makeThread(group, parent, "ben");
      String inThread = slow.client().text("anna", thread, "in the thread");
      assertThat(hear(ben, 1)).containsExactly(inThread);
    }
  }

  @Test
  void a_device_that_was_away_gets_what_a_slow_node_accepted_meanwhile() {
    String first = toBen(slow.client(), "to a new user");
    try (MSyncClient ben = MSyncClient.asksForAll(webSocket(fast), "ben", atFast.tokenOf("ben"))) {
      assertThat(hear(ben, 1)).containsExactly(first);
    }
    String second = toBen(slow.client(), "while away");
    String third = atSlow.sendToGroup(group, "while away");
    try (MSyncClient ben = MSyncClient.asksForAll(webSocket(fast), "ben", atFast.tokenOf("ben"))) {
      assertThat(hear(ben, 2)).containsExactlyInAnyOrder(second, third);
    }
  }

  @Test
  void the_later_login_wins_though_its_node_is_behind() throws Exception {
    try (MSyncClient before = ben(fast);
        MSyncClient after = ben(slow)) {
      Meta kick;
      do {
        kick = before.nextSync().getMetas(0);
      } while (kick.getNs() != NameSpace.STATISTIC);

      assertThat(StatisticsBody.parseFrom(kick.getPayload()).getOperation())
          .isEqualTo(KickReason.LOGIN_ANOTHER_DEVICE);
      assertThat(before.awaitClose()).isPositive();
      after.unread();
      assertThat(after.awaitUnread().hasStatus()).isTrue();
    }
  }
}
