package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.Inbox.Received;
import dev.weft.msync.CommSyncDL;
import dev.weft.msync.Meta;
import dev.weft.msync.MucBody;
import dev.weft.msync.MucOperation;
import dev.weft.msync.NameSpace;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Groups share files, on both databases.
@Timeout(120)
@ParameterizedClass
@ValueSource(strings = {"sqlite", "postgresql"})
@SuppressWarnings("NullAway.Init") // JUnit fills the fields in.
class SharedFileTest {

  private static final byte[] HELLO = "Hello world".getBytes(StandardCharsets.UTF_8);

  @Parameter private String database;
  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;
  private String group;

  @BeforeEach
  void start() {
    server = RunningServer.start(data, PostgresServer.settings(database, data), Clock.systemUTC());
    api = server.client().users("ann", "ben", "cat", "dan");
    group = api.group("ann", "ben", "cat");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private String share(ApiClient by, String name) {
    return new FileClient(by)
        .share(group, name, "text/plain", HELLO)
        .json()
        .data()
        .get("file_id")
        .stringValue();
  }

  private JsonNode list(String query) {
    return api.get("/chatgroups/" + group + "/share_files" + query).data();
  }

  private String path(String file) {
    return "/chatgroups/" + group + "/share_files/" + file;
  }

  @Test
  void are_uploaded_listed_downloaded_and_deleted_as_the_vendor_says() {
    JsonNode made =
        new FileClient(api).share(group, "群 notes.txt", "text/plain", HELLO).json().data();
    String file = made.get("file_id").stringValue();

    assertThat(made.get("file_url").stringValue()).endsWith("/easemob-demo/easeim" + path(file));
    assertThat(made.get("group_id").stringValue()).isEqualTo(group);
    assertThat(made.get("file_name").stringValue()).isEqualTo("群 notes.txt");
    assertThat(made.get("file_size").intValue()).isEqualTo(11);
    JsonNode listed = list("?pagenum=1&pagesize=10").get(0);
    assertThat(listed.get("file_id").stringValue()).isEqualTo(file);
    assertThat(listed.get("file_owner").stringValue()).isEqualTo("@ppAdmin");
    assertThat(listed.get("created")).isEqualTo(made.get("created"));
    FileClient.Reply got = new FileClient(api).shared(group, file);
    assertThat(got.bytes()).isEqualTo(HELLO);
    assertThat(got.header("Content-Type")).startsWith("text/plain");

    JsonNode gone = api.delete(path(file)).data();
    assertThat(gone.get("result").booleanValue()).isTrue();
    assertThat(gone.get("file_id").stringValue()).isEqualTo(file);
    assertThat(list("")).isEmpty();
    assertThat(new FileClient(api).shared(group, file).status()).isEqualTo(404);
    api.delete(path(file)).isError(404, "entity_not_found", "file may not exists");
  }

  @Test
  void pages_show_the_newest_first() {
    List<String> files = List.of(share(api, "1"), share(api, "2"), share(api, "3"));

    assertThat(ids(list("?pagesize=2"))).containsExactly(files.get(2), files.get(1));
    assertThat(ids(list("?pagesize=2&pagenum=2"))).containsExactly(files.getFirst());
    assertThat(ids(list("?pagesize=2&pagenum=3"))).isEmpty();
    assertThat(ids(list("?pagesize=2&pagenum=999999999"))).isEmpty();
    assertThat(list("?pagesize=0")).hasSize(1);
  }

  private static List<String> ids(JsonNode list) {
    return list.valueStream().map(file -> file.get("file_id").stringValue()).toList();
  }

  @Test
  void members_share_and_read_and_who_has_uploaded_or_is_admin_deletes() {
    String bens = share(api.as("ben"), "b");
    String second = share(api.as("ben"), "b2");

    assertThat(new FileClient(api.as("cat")).shared(group, bens).bytes()).isEqualTo(HELLO);
    assertThat(api.as("cat").get("/chatgroups/" + group + "/share_files").data()).hasSize(2);
    assertThat(list("").get(0).get("file_owner").stringValue()).isEqualTo("ben");
    assertThat(api.as("cat").delete(path(bens)).status()).isEqualTo(403);
    api.as("ben").delete(path(bens)).ok();
    api.as("ann").delete(path(second)).ok();
    for (ApiClient stranger : List.of(api.as("dan"))) {
      assertThat(new FileClient(stranger).share(group, "d", "", HELLO).status()).isEqualTo(403);
      assertThat(stranger.get("/chatgroups/" + group + "/share_files").status()).isEqualTo(403);
      assertThat(new FileClient(stranger).shared(group, second).status()).isEqualTo(403);
      assertThat(stranger.delete(path(second)).status()).isEqualTo(403);
    }
    assertThat(list("")).isEmpty();
  }

  @Test
  void are_no_attachments() {
    String file = share(api.as("ben"), "b");
    String link = server.url() + "/easemob-demo/easeim/chatfiles/" + file;

    assertThat(new FileClient(api).download(file).status()).isEqualTo(404);
    String message =
        api.send(
            "{\"from\":\"cat\",\"to\":[\"%s\"],\"type\":\"file\",\"body\":{\"url\":\"%s\"}}"
                .formatted(group, link),
            group);
    api.recall(message, group, "cat");
    api.put(
            "/users/cat/chatfiles/lifetime",
            "{\"lifetime\":\"default\",\"chatfile_ids\":[\"%s\"]}".formatted(file))
        .ok();
    assertThat(new FileClient(api).shared(group, file).bytes()).isEqualTo(HELLO);
  }

  @Test
  void belong_to_their_group() {
    String other = api.group("ann", "dan");
    String file = share(api, "a");

    assertThat(new FileClient(api).shared(other, file).status()).isEqualTo(404);
    assertThat(api.as("dan").delete("/chatgroups/" + other + "/share_files/" + file).status())
        .isEqualTo(404);
    for (String unknown : List.of("1", "%00", "..", "%2e%2e%2f", file + "0")) {
      assertThat(api.delete(path(unknown)).status()).as(unknown).isEqualTo(404);
    }
    assertThat(new FileClient(api).share("99", "a", "", HELLO).json().error())
        .isEqualTo("404 resource_not_found: grpID 99 does not exist!");
    assertThat(new FileClient(api).share(group, "a", "", new byte[0]).json().error())
        .isEqualTo("400 illegal_argument: file must be provided.");
    assertThat(new FileClient(api).share(group, "a", "", new byte[11_000_000]).status())
        .isEqualTo(413);
    assertThat(ids(list(""))).containsExactly(file);
  }

  @Test
  void go_with_their_group_and_with_the_erasure_of_their_owner() {
    String file = share(api.as("ben"), "b");
    String kept = share(api.as("cat"), "c");
    api.post("/rest/message/roaming/user/ben/delete/all", "").ok();
    assertThat(ids(list(""))).containsExactly(kept);

    String copy = api.groupOf("team42", "ann");
    String shared =
        new FileClient(api).share(copy, "x", "", HELLO).json().data().get("file_id").stringValue();
    api.delete("/chatgroups/" + copy).ok();
    api.groupOf("team42", "ann");
    assertThat(api.get("/chatgroups/team42/share_files").data()).isEmpty();
    assertThat(new FileClient(api).shared("team42", shared).status()).isEqualTo(404);
    assertThat(new FileClient(api).shared(group, file).status()).isEqualTo(404);
  }

  @Test
  void app_servers_and_clients_are_told() throws IOException {
    try (Inbox inbox = Inbox.open();
        MSyncClient cat = MSyncClient.connect(server.url().replace("http:", "ws:") + "/ws")) {
      api.rule(
          "{\"name\":\"g\",\"url\":\"%s\",\"events\":[\"group\",\"muc\"]}".formatted(inbox.url()));
      var _ = cat.logIn("cat", "r", api.as("cat").token());
      cat.unread();
      cat.awaitUnread().getUnreadList().forEach(unread -> cat.pull(unread.getQueue(), 0));

      String file = share(api.as("ben"), "b.txt");
      api.delete(path(file)).ok();

      List<Received> told = inbox.next(4);
      told.forEach(
          one ->
              ApiDocument.read("asyncapi.yaml")
                  .assertIs(one.json().has("event") ? "GroupCallback" : "MucCallback", one.json()));
      List<JsonNode> added =
          told.stream().map(Received::json).filter(one -> one.has("event")).toList();
      assertThat(added.getFirst().path("operation").asString()).isEqualTo("SHARE_FILE");
      assertThat(added.getFirst().path("operator").asString()).isEqualTo("ben");
      assertThat(added.getFirst().path("payload"))
          .hasToString("{\"share_file\":[\"%s\"],\"type\":\"ADD\"}".formatted(file));
      assertThat(added.getLast().path("operation").asString()).isEqualTo("SHARE_FILE");
      assertThat(added.getLast().path("operator").asString()).isEqualTo("@ppAdmin");
      assertThat(added.getLast().at("/payload/type").asString()).isEqualTo("REMOVE");
      List<JsonNode> old =
          told.stream().map(Received::json).filter(one -> !one.has("event")).toList();
      assertThat(old.getFirst().at("/payload/operation").asString()).isEqualTo("upload_file");
      assertThat(old.getFirst().at("/payload/reason/data/file_owner").asString()).isEqualTo("ben");
      assertThat(old.getFirst().at("/payload/reason/data/file_size").intValue()).isEqualTo(11);
      assertThat(old.getLast().at("/payload/operation").asString()).isEqualTo("delete_file");
      assertThat(old.getLast().at("/payload/reason").asString()).isEqualTo(file);

      List<MucBody> heard = files(cat);
      assertThat(heard)
          .extracting(MucBody::getOperation)
          .containsExactly(MucOperation.UPLOAD_FILE, MucOperation.DELETE_FILE);
      assertThat(heard.getFirst().getReason()).contains(file, "b.txt");
    }
  }

  /// What a client hears of files, up to the first deletion.
  private static List<MucBody> files(MSyncClient client) throws IOException {
    List<MucBody> heard = new ArrayList<>();
    while (heard.stream().noneMatch(body -> body.getOperation() == MucOperation.DELETE_FILE)) {
      CommSyncDL sync = client.nextSync();
      if (sync.getMetasCount() > 0 && !sync.getIsLast()) {
        client.pull(sync.getQueue(), sync.getNextKey());
      }
      for (Meta meta : sync.getMetasList()) {
        if (meta.getNs() == NameSpace.MUC) {
          MucBody body = MucBody.parseFrom(meta.getPayload());
          if (body.getOperation() == MucOperation.UPLOAD_FILE
              || body.getOperation() == MucOperation.DELETE_FILE) {
            heard.add(body);
          }
        }
      }
    }
    return heard;
  }
}
