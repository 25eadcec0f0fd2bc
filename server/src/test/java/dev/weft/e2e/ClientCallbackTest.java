package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.Inbox.Received;
import dev.weft.msync.BodyType;
import dev.weft.msync.CommSyncDL;
import dev.weft.msync.CommSyncUL;
import dev.weft.msync.Command;
import dev.weft.msync.Jid;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Callbacks of what clients do, on both databases.
@Timeout(120)
class ClientCallbackTest {

  @TempDir private Path data;
  private Inbox inbox;

  @BeforeEach
  void open() throws IOException {
    inbox = Inbox.open();
  }

  @AfterEach
  void close() {
    inbox.close();
  }

  private ClientFixture start(String database) {
    return ClientFixture.start(data, PostgresServer.settings(database, data), Clock.systemUTC());
  }

  private void rule(ClientFixture fixture, String... events) {
    fixture.api.rule(
        "{\"name\":\"clients\",\"url\":\"%s\",\"events\":[\"%s\"]}"
            .formatted(inbox.url(), String.join("\",\"", events)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void sessions_are_told_of_in_order_and_each_once(String database) throws IOException {
    try (ClientFixture fixture = start(database)) {
      fixture.register("anna");
      rule(fixture, "user_status");
      String token = fixture.tokenOf("anna");
      MSyncClient first = MSyncClient.connect(fixture.webSocket);
      first.logIn("anna", "webim_1", token);
      MSyncClient second = MSyncClient.connect(fixture.webSocket);
      second.logIn("anna", "webim_1", token);
      assertThat(first.awaitClose()).isPositive();
      fixture.api.delete("/users/anna/disconnect/webim_1").ok();
      assertThat(second.awaitClose()).isPositive();
      MSyncClient third = MSyncClient.connect(fixture.webSocket);
      third.logIn("anna", "webim_1", token);
      third.close();

      List<Received> told = inbox.next(6);
      assertThat(told)
          .extracting(one -> one.json().path("reason").asString())
          .containsExactly("login", "replaced", "login", "replaced", "login", "logout");
      assertThat(told)
          .extracting(one -> one.json().path("status").asString())
          .containsExactly("online", "offline", "online", "offline", "online", "offline");
      for (Received one : told) {
        Shapes.assertSameShape(one.json(), Shapes.vector("user_status_callback_2026.json"));
        ApiDocument.read("asyncapi.yaml").assertIs("UserStatusCallback", one.json());
      }
      JsonNode login = told.getFirst().json();
      assertThat(login.path("user").asString())
          .isEqualTo(RunningServer.APP + "_anna@easemob.com/webim_1");
      assertThat(login.path("os").asString()).isEqualTo("webim");
      assertThat(login.path("version").asString()).isEqualTo("1.4.0");
      assertThat(login.path("ip").asString()).isEqualTo("127.0.0.1");
      assertThat(told.getFirst().header("weft-operation")).isEqualTo("login");
    }
  }

  @Test
  void a_session_that_a_crash_has_ended_is_told_of_after_it() throws Exception {
    ServerProcess server = ServerProcess.launch(data);
    try {
      ClientFixture fixture = ClientFixture.at(ApiClient.of(server.url()));
      fixture.register("anna");
      rule(fixture, "user_status");
      MSyncClient client = MSyncClient.connect(server.url().replace("http:", "ws:") + "/ws");
      client.logIn("anna", "webim_1", fixture.tokenOf("anna"));
      Received login = inbox.next();
      assertThat(login.json().path("reason").asString()).isEqualTo("login");

      server.kill();
      server = ServerProcess.launch(data);

      // What was acknowledged a moment before the crash may be sent once more.
      Received next = inbox.next();
      while (String.valueOf(next.header("webhook-id"))
          .equals(String.valueOf(login.header("webhook-id")))) {
        next = inbox.next();
      }
      assertThat(next.json().path("reason").asString()).isEqualTo("logout");
      assertThat(
              ApiClient.of(server.url()).get("/users/anna/status").data().path("anna").asString())
          .isEqualTo("offline");
    } finally {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void what_becomes_of_contacts_is_told(String database) throws IOException {
    try (ClientFixture fixture = start(database)) {
      fixture.register("anna", "ben");
      rule(fixture, "contact");
      fixture
          .api
          .post("/users/anna/contacts/apply", "{\"usernames\":[\"ben\"],\"reason\":\"hello\"}")
          .ok();
      fixture.api.post("/users/ben/contacts/accept/users/anna", "").ok();
      fixture.api.delete("/users/ben/contacts/users/anna").ok();
      fixture.api.post("/users/ben/blocks/users", "{\"usernames\":[\"anna\"]}").ok();
      fixture.api.delete("/users/ben/blocks/users/anna").ok();

      List<Received> told = inbox.next(6);
      assertThat(told)
          .extracting(one -> one.json().at("/payload/operation").asString())
          .containsExactly("add", "remote_accept", "accept", "remove", "ban", "allow");
      assertThat(told)
          .extracting(one -> one.json().path("to").asString())
          .containsExactly("ben", "anna", "ben", "anna", "anna", "anna");
      JsonNode add = told.getFirst().json();
      Shapes.assertSameShape(add, Shapes.vector("contact_callback_add.json"));
      assertThat(add.at("/payload/reason").asString()).isEqualTo("hello");
      assertThat(add.path("from").asString()).isEqualTo(RunningServer.APP + "_anna@easemob.com");
      assertThat(add.path("to").asString()).isEqualTo("ben");
      Shapes.assertSameShape(told.get(1).json(), Shapes.vector("contact_callback_remove.json"));
      Shapes.assertSameShape(told.get(3).json(), Shapes.vector("contact_callback_remove.json"));
      Shapes.assertSameShape(told.get(4).json(), Shapes.vector("contact_callback_ban.json"));
      for (Received one : told) {
        ApiDocument.read("asyncapi.yaml").assertIs("ContactCallback", one.json());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void each_receiver_who_is_offline_gives_a_callback(String database) throws IOException {
    try (ClientFixture fixture = start(database);
        MSyncClient ben = MSyncClient.connect(fixture.webSocket)) {
      fixture.register("anna", "ben", "cleo", "dan");
      String group = fixture.makeGroup("anna", "ben", "cleo", "dan");
      ben.logIn("ben", "webim_1", fixture.tokenOf("ben"));
      rule(fixture, "chat_offline");
      String message = fixture.sendToGroup(group, "hello");

      List<Received> told = inbox.next(2);
      assertThat(told)
          .extracting(one -> one.json().path("to").asString())
          .containsExactly("cleo", "dan");
      assertThat(told).extracting(one -> one.header("webhook-id")).doesNotHaveDuplicates();
      for (Received one : told) {
        Shapes.assertSameShape(one.json(), Shapes.vector("group_message_callback_offline.json"));
        assertThat(one.json().path("msg_id").asString()).isEqualTo(message);
        assertThat(one.json().at("/payload/to").asString()).isEqualTo(group);
        ApiDocument.read("asyncapi.yaml").assertIs("MessageCallback", one.json());
      }

      sendToUser(fixture, "ben");
      sendToUser(fixture, "cleo");
      assertThat(inbox.next().json().path("to").asString()).isEqualTo("cleo");
    }
  }

  private static void sendToUser(ClientFixture fixture, String user) {
    fixture
        .api
        .post(
            "/messages/users",
            "{\"from\":\"anna\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"hi\"}}"
                .formatted(user))
        .ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void receipts_are_told_to_the_apps_server_and_those_of_groups_to_the_sender(String database)
      throws IOException {
    try (ClientFixture fixture = start(database);
        MSyncClient anna = MSyncClient.connect(fixture.webSocket);
        MSyncClient ben = MSyncClient.connect(fixture.webSocket)) {
      fixture.register("anna", "ben", "cleo");
      String group = fixture.makeGroup("anna", "ben");
      anna.logIn("anna", "webim_1", fixture.tokenOf("anna"));
      ben.logIn("ben", "webim_2", fixture.tokenOf("ben"));
      rule(fixture, "read_ack", "channel_ack");
      long message = Long.parseLong(fixture.sendToGroup(group, "hello"));

      receipt(ben, 1, BodyType.READ_ACK, group, "conference.easemob.com", message);
      MessageBody counted = awaitReceipt(anna);
      assertThat(counted.getAckMessageId()).isEqualTo(message);
      assertThat(counted.getFrom().getName()).isEqualTo("ben");
      assertThat(counted.getExt(0).getStringValue()).isEqualTo("{\"" + message + "\":1}");
      JsonNode inGroup = inbox.next().json();
      Shapes.assertSameShape(inGroup, Shapes.vector("group_read_ack_callback.json"));
      ApiDocument.read("asyncapi.yaml").assertIs("ReadCallback", inGroup);
      assertThat(inGroup.at("/payload/ack_message_id").asString())
          .isEqualTo(Long.toString(message));
      JsonNode readers =
          fixture.api.get("/chatgroups/" + group + "/acks/" + message + "?limit=500").data();
      assertThat(readers.path("userlist")).hasToString("[\"ben\"]");
      assertThat(readers.path("total").asInt()).isEqualTo(1);

      // Neither a second receipt nor one for a message that is not there is told of.
      receipt(ben, 2, BodyType.READ_ACK, group, "conference.easemob.com", message);
      receipt(ben, 3, BodyType.READ_ACK, "anna", "easemob.com", 12345);
      long single = toBen(fixture);
      receipt(ben, 4, BodyType.READ_ACK, "anna", "easemob.com", single);
      JsonNode alone = inbox.next().json();
      Shapes.assertSameShape(
          alone, Shapes.vector("single_read_ack_callback.json"), Set.of("channel_channel"));
      ApiDocument.read("asyncapi.yaml").assertIs("ReadCallback", alone);
      assertThat(alone.at("/payload/ack_message_id").asString()).isEqualTo(Long.toString(single));

      receipt(ben, 5, BodyType.CHANNEL_ACK, "anna", "easemob.com", 0);
      JsonNode whole = inbox.next().json();
      Shapes.assertSameShape(whole, Shapes.vector("channel_ack_callback.json"));
      ApiDocument.read("asyncapi.yaml").assertIs("ReadCallback", whole);
    }
  }

  private static long toBen(ClientFixture fixture) {
    return fixture
        .api
        .post(
            "/messages/users",
            "{\"from\":\"anna\",\"to\":[\"ben\"],\"type\":\"txt\",\"body\":{\"msg\":\"hi\"}}")
        .data()
        .path("ben")
        .asLong();
  }

  private static void receipt(
      MSyncClient client, long localId, int type, String to, String domain, long message) {
    MessageBody.Builder body =
        MessageBody.newBuilder()
            .setType(type)
            .addContents(MessageBody.Content.getDefaultInstance())
            .setMsgConfig(MessageBody.MessageConfig.newBuilder().setAllowGroupAck(true));
    if (message != 0) {
      body.setAckMessageId(message);
    }
    client.send(
        Command.SYNC,
        CommSyncUL.newBuilder()
            .setMeta(
                Meta.newBuilder()
                    .setId(localId)
                    .setTo(
                        Jid.newBuilder()
                            .setAppKey(RunningServer.APP.toString())
                            .setName(to)
                            .setDomain(domain))
                    .setNs(NameSpace.CHAT)
                    .setPayload(body.build().toByteString()))
            .build());
  }

  /// The next receipt that the client is told of; it confirms what it gets.
  private static MessageBody awaitReceipt(MSyncClient client) throws IOException {
    while (true) {
      CommSyncDL sync = client.nextSync();
      for (Meta meta : sync.getMetasList()) {
        if (meta.getNs() == NameSpace.CHAT) {
          MessageBody body = MessageBody.parseFrom(meta.getPayload());
          if (body.getType() == BodyType.READ_ACK) {
            return body;
          }
        }
      }
    }
  }
}
