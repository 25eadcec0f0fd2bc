package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.weft.Waits;
import dev.weft.msync.BodyType;
import dev.weft.msync.CommSyncDL;
import dev.weft.msync.CommSyncUL;
import dev.weft.msync.Command;
import dev.weft.msync.Jid;
import dev.weft.msync.MSync;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import dev.weft.msync.Provision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What strangers and broken clients send on a WebSocket harms nobody, and what a proper one sends
/// is answered frame by frame.
@Timeout(180)
class GatewayFramesTest {

  private @TempDir Path data;
  private ClientFixture fixture;

  @BeforeEach
  void start() {
    fixture = ClientFixture.start(data);
  }

  @AfterEach
  void stop() throws IOException {
    fixture.close();
  }

  private MSyncClient connected() {
    return MSyncClient.connect(fixture.webSocket);
  }

  @Test
  void the_answer_to_a_login_says_when_the_token_ends() {
    fixture.register("anna");
    try (MSyncClient client = connected()) {
      Provision answer = client.logIn("anna", "r", fixture.tokenOf("anna"));

      assertThat(answer.getAuthToken()).matches("\\{\"expires_in\":[0-9]{13}}");
    }
  }

  @Test
  void whoever_does_not_begin_with_a_login_is_cut_off() {
    try (MSyncClient client = connected()) {
      client.unread();

      assertThat(client.awaitClose()).isEqualTo(1008);
    }
  }

  @Test
  void what_is_no_frame_ends_the_connection_and_no_other() {
    fixture.register("anna");
    try (MSyncClient good = fixture.loggedIn("anna", "r")) {
      for (byte[] frame :
          new byte[][] {{(byte) 0xff}, {0x12, 0x7f, 1}, new byte[] {0x4a, 0x05, 1, 2}}) {
        try (MSyncClient bad = connected()) {
          bad.raw(frame);
          assertThat(bad.awaitClose()).isEqualTo(1003);
        }
      }
      good.unread();
      assertThat(good.awaitUnread().getStatus().getErrorCode()).isZero();
    }
  }

  @Test
  void a_frame_that_is_too_large_ends_the_connection() {
    try (MSyncClient client = connected()) {
      try {
        client.raw(new byte[1 << 20]);
      } catch (RuntimeException e) {
        assertThat(e).hasCauseInstanceOf(IOException.class);
      }
      assertThat(client.awaitClose()).isIn(1009, -1);
    }
  }

  @Test
  void random_bytes_never_bring_the_server_down() {
    fixture.register("anna");
    Random random = new Random(14);
    for (int i = 0; i < 50; i++) {
      try (MSyncClient client = i % 2 == 0 ? connected() : fixture.loggedIn("anna", "r" + i % 5)) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        client.raw(
            MSync.newBuilder()
                .setCommand(random.nextInt(6))
                .setPayload(ByteString.copyFrom(bytes))
                .build()
                .toByteArray());
        client.raw(bytes);
      } catch (CompletionException e) {
        assertThat(e).as("cut off between the two").hasCauseInstanceOf(IOException.class);
      }
    }
    try (MSyncClient client = fixture.loggedIn("anna", "last")) {
      client.unread();
      assertThat(client.awaitUnread().getUnreadCount()).isZero();
    }
  }

  @Test
  void a_command_that_nobody_knows_is_passed_over() {
    fixture.register("anna");
    try (MSyncClient client = fixture.loggedIn("anna", "r")) {
      client.send(99, Jid.getDefaultInstance());
      client.unread();

      assertThat(client.awaitUnread().hasStatus()).isTrue();
    }
  }

  @Test
  void what_sdks_send_after_a_login_and_nobody_needs_is_passed_over() {
    fixture.register("anna");
    try (MSyncClient client = fixture.loggedIn("anna", "r")) {
      client.send(
          Command.SYNC,
          CommSyncUL.newBuilder().setMeta(Meta.newBuilder().setId(1).setNs(0)).build());
      client.send(Command.SYNC, CommSyncUL.newBuilder().setKey(0).build());
      client.unread();

      assertThat(Objects.requireNonNull(client.poll(Waits.PATIENCE)).getCommand())
          .isEqualTo(Command.UNREAD);
    }
  }

  @Test
  void a_message_that_is_none_is_refused_and_never_left_without_an_answer() {
    fixture.register("anna");
    try (MSyncClient client = fixture.loggedIn("anna", "r")) {
      Meta.Builder meta = Meta.newBuilder().setId(7).setNs(NameSpace.CHAT);
      client.send(Command.SYNC, CommSyncUL.newBuilder().setMeta(meta).build());

      CommSyncDL answer = client.nextSync();
      assertThat(answer.getMetaId()).isEqualTo(7);
      assertThat(answer.getStatus().getErrorCode()).isEqualTo(1);
      assertThat(answer.getStatus().getReason()).isNotEmpty();
    }
  }

  @Test
  void a_message_that_is_sent_again_is_the_same_message() {
    fixture.register("anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    long first;
    try (MSyncClient client = fixture.loggedIn("anna", "r")) {
      client.text(5, group, "hello");
      first = client.nextSync().getServerId();
      client.text(5, group, "hello");
      assertThat(client.nextSync().getServerId()).isEqualTo(first);
    }
    try (MSyncClient again = fixture.loggedIn("anna", "r");
        MSyncClient other = fixture.loggedIn("anna", "another")) {
      again.text(5, group, "hello");
      assertThat(again.nextSync().getServerId()).isEqualTo(first);
      other.text(5, group, "hello");
      assertThat(serverId(other)).isNotEqualTo(first);
    }
  }

  /// SDKs make the local ids of messages and of recalls by two counters, which meet.
  @Test
  void another_frame_with_the_same_local_id_is_no_repetition() {
    fixture.register("anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    long first;
    long second;
    try (MSyncClient client = fixture.loggedIn("anna", "r");
        MSyncClient ben = fixture.loggedIn("ben", "r")) {
      var _ = ben.catchUp();
      client.text(5, group, "hello");
      first = serverId(client);
      client.text(5, group, "other");
      second = serverId(client);
      assertThat(second).isNotEqualTo(first);

      client.recall(5, group, first);
      assertThat(serverId(client)).isNotIn(first, second);
      assertThat(ids(ben.nextSync())).containsExactly(Long.toString(first));
      assertThat(ids(ben.nextSync())).containsExactly(Long.toString(second));
      assertThat(ben.nextSync().getMetasList())
          .as("the recall")
          .singleElement()
          .satisfies(
              meta ->
                  assertThat(MessageBody.parseFrom(meta.getPayload()).getType())
                      .isEqualTo(BodyType.RECALL));
    }
    try (MSyncClient again = fixture.loggedIn("anna", "r")) {
      again.text(5, group, "after a new login");
      assertThat(serverId(again)).isNotIn(first, second);
    }
  }

  private static long serverId(MSyncClient client) {
    while (true) {
      CommSyncDL sync = client.nextSync();
      if (sync.getMetaId() != 0) {
        return sync.getServerId();
      }
    }
  }

  @Test
  void entries_come_in_batches_until_each_is_confirmed() {
    fixture.register("anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add(fixture.sendToGroup(group, "m" + i));
    }
    try (MSyncClient client = fixture.loggedIn("ben", "r")) {
      client.unread();
      Jid queue =
          client.awaitUnread().getUnreadList().stream()
              .map(unread -> unread.getQueue())
              .filter(one -> one.getName().equals(group))
              .findFirst()
              .orElseThrow();
      client.pull(queue, 0);
      List<String> got = new ArrayList<>();
      while (true) {
        CommSyncDL batch = client.nextSync();
        assertThat(batch.hasStatus()).isTrue();
        assertThat(batch.getQueue().getName()).isEqualTo(group);
        if (batch.getIsLast()) {
          assertThat(batch.getMetasCount()).isZero();
          break;
        }
        assertThat(batch.getMetasCount()).isBetween(1, 40);
        assertThat(batch.getNextKey())
            .as("it confirms what it has, and no more")
            .isEqualTo(batch.getMetasList().getLast().getId());
        batch.getMetasList().stream()
            .filter(meta -> meta.getNs() == NameSpace.CHAT)
            .forEach(meta -> got.add(Long.toString(meta.getId())));
        client.pull(queue, batch.getNextKey());
      }
      assertThat(got).isEqualTo(sent);
      client.unread();
      assertThat(client.awaitUnread().getUnreadCount()).isZero();
    }
  }

  @Test
  void a_client_that_confirms_nothing_holds_up_nobody_and_gets_no_more_than_its_share() {
    fixture.register("anna", "ben", "cleo");
    String group = fixture.makeGroup("anna", "ben", "cleo");
    try (MSyncClient silent = fixture.loggedIn("ben", "r");
        MSyncClient good = fixture.loggedIn("cleo", "r")) {
      var _ = silent.catchUp();
      var _ = good.catchUp();
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        sent.add(fixture.sendToGroup(group, "m" + i));
      }
      int seen = 0;
      while (seen < 200) {
        CommSyncDL push = good.nextSync();
        seen += push.getMetasCount();
        good.pull(push.getQueue(), push.getNextKey());
      }
      Deque<CommSyncDL> pushed = new ArrayDeque<>();
      MSync frame;
      while ((frame = silent.poll(Duration.ofMillis(200))) != null) {
        pushed.add(MSyncClient.parse(frame, CommSyncDL.parser()));
      }
      assertThat(pushed).as("frames").hasSize(16);
      assertThat(pushed.stream().mapToInt(CommSyncDL::getMetasCount).sum()).isLessThanOrEqualTo(40);

      // When it confirms, it gets the rest in few frames.
      List<String> got = new ArrayList<>();
      int frames = 0;
      while (got.size() < 200) {
        CommSyncDL next = pushed.isEmpty() ? silent.nextSync() : pushed.remove();
        got.addAll(ids(next));
        frames++;
        silent.pull(next.getQueue(), next.getNextKey());
      }
      assertThat(got).isEqualTo(sent);
      assertThat(frames).isLessThan(100);
    }
  }

  @Test
  void what_a_device_has_not_confirmed_it_gets_once_more() {
    fixture.register("anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    List<String> sent = new ArrayList<>();
    try (MSyncClient client = fixture.loggedIn("ben", "r")) {
      var _ = client.catchUp();
      for (int i = 0; i < 3; i++) {
        sent.add(fixture.sendToGroup(group, "m" + i));
      }
      CommSyncDL first = client.nextSync();
      assertThat(ids(first)).containsExactly(sent.getFirst());
      assertThat(ids(client.nextSync())).containsExactly(sent.get(1));
      assertThat(ids(client.nextSync())).containsExactly(sent.getLast());
      client.pull(first.getQueue(), first.getNextKey());
      // It is answered after what came before it.
      client.unread();
      client.awaitUnread();
    }
    try (MSyncClient again =
        MSyncClient.asksForAll(fixture.webSocket, "ben", fixture.tokenOf("ben"))) {
      assertThat(ids(again.nextSync())).containsExactly(sent.get(1), sent.getLast());
    }
  }

  private static List<String> ids(CommSyncDL frame) {
    return frame.getMetasList().stream().map(meta -> Long.toString(meta.getId())).toList();
  }
}
