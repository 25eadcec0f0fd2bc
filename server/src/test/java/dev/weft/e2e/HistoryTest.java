package dev.weft.e2e;

import static dev.weft.e2e.Shapes.assertSameShape;
import static dev.weft.e2e.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.chat.SteppingClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The history of an hour is what was sent in it, as it is now.
class HistoryTest {

  /// The clock starts at 2026-01-02 03:04:05 UTC.
  private static final String HOUR = "2026010211";

  private static final String APP_KEY = RunningServer.APP.toString();

  @TempDir private Path data;
  private final SteppingClock clock = new SteppingClock();
  private RunningServer server;
  private ApiClient api;
  private String group;

  @BeforeEach
  void start() {
    open(Map.of());
    api.users("user1", "user2");
    group = api.group("user1", "user2");
  }

  private void open(Map<String, String> settings) {
    server = RunningServer.start(data, settings, clock);
    api = server.client();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void an_hour_has_what_was_sent_in_it() {
    Instant sent = clock.instant();
    String text =
        api.send(
            """
            {"from":"user1","to":["%s"],"type":"txt","body":{"msg":"testmessages"},
             "ext":{"key1":"value1"}}
            """
                .formatted(group),
            group);
    String thread = api.thread(group, text, "plan", "user1");
    String inThread = api.text("user2", thread, "in the thread");
    String toUser =
        api.post(
                "/messages/users",
                """
                {"from":"user1","to":["user2"],"type":"custom",
                 "body":{"customEvent":"gift_1","customExts":{"name":"flower"}}}
                """)
            .data()
            .get("user2")
            .stringValue();

    List<JsonNode> records = download(link());

    assertSameShape(records.getFirst(), vector("history_record.json"));
    assertThat(records.getFirst())
        .isEqualTo(
            ApiClient.JSON.readTree(
                """
                {"msg_id":"%s","timestamp":%d,"direction":"outgoing","to":"%s","from":"user1",
                 "chat_type":"groupchat","payload":{"bodies":[{"msg":"testmessages","type":"txt"}],
                 "ext":{"key1":"value1"},"from":"user1","to":"%s"}}
                """
                    .formatted(text, sent.toEpochMilli(), group, group)));
    assertThat(ids(records)).containsExactly(text, inThread, toUser);
    assertThat(records.get(1).get("to").stringValue()).isEqualTo(thread);
    assertThat(records.get(1).get("chat_type").stringValue()).isEqualTo("groupchat");
    assertThat(records.get(2).get("chat_type").stringValue()).isEqualTo("chat");
    assertThat(records.get(2).get("payload").get("ext").isEmpty()).isTrue();
    assertSameShape(
        records.get(2).get("payload").get("bodies").get(0),
        ApiClient.JSON.readTree(
            """
            {"customEvent":"gift_1","customExts":[{"name":"flower"}],
             "v2:customExts":{"name":"flower"},"type":"custom"}
            """));
  }

  @Test
  void the_answer_is_the_vendors() {
    api.text("user1", group, "hello");
    clock.step(Duration.ofHours(1));

    JsonNode answer = api.get("/chatmessages/" + HOUR).ok();

    assertSameShape(
        answer, vector("rest_history_file.json").get("response").get("body"), Set.of("path"));
    assertThat(answer.get("data").get(0).get("url").stringValue())
        .startsWith(server.url() + "/easemob-demo/easeim/files/" + HOUR + ".gz?Expires=")
        .contains("Expires=" + clock.instant().plus(Duration.ofMinutes(30)).getEpochSecond());
  }

  @Test
  void recalled_messages_are_gone_and_modified_ones_are_as_modified() {
    String edited = api.text("user1", group, "befor");
    String recalled = api.text("user1", group, "secret");
    clock.step(Duration.ofHours(1));
    api.put(
            "/messages/rewrite/" + edited,
            """
            {"user":"user1","new_msg":{"type":"txt","msg":"before"}}
            """)
        .ok();
    api.recall(recalled, group, "user1");

    List<JsonNode> records = download(link());

    assertThat(ids(records)).containsExactly(edited);
    assertThat(records.getFirst().get("payload").get("bodies").get(0).get("msg").stringValue())
        .isEqualTo("before");
  }

  @Test
  void hours_are_apart() {
    String first = api.text("user1", group, "first");
    clock.step(Duration.ofHours(1));
    String second = api.text("user1", group, "second");
    clock.step(Duration.ofHours(1));

    assertThat(ids(download(link(HOUR)))).containsExactly(first);
    assertThat(ids(download(link("2026010212")))).containsExactly(second);
  }

  @Test
  void an_hour_of_many_messages_is_whole() {
    List<String> sent = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      List<String> users = IntStream.range(0, 500).mapToObj(i -> "\"u" + i + "\"").toList();
      JsonNode data =
          api.post(
                  "/messages/users",
                  """
                  {"from":"user1","to":[%s],"type":"txt","body":{"msg":"hello"}}
                  """
                      .formatted(String.join(",", users)))
              .data();
      data.forEach(id -> sent.add(id.stringValue()));
    }

    assertThat(ids(download(link()))).containsExactlyElementsOf(sent.stream().sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026", "20260102110", "2026013211", "2026010224", "2026-01-02", "x"})
  void what_names_no_hour_is_refused(String time) {
    api.get("/chatmessages/" + time)
        .isError(
            400, "illegal_argument", "illegal arguments: appkey: " + APP_KEY + ", time: " + time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026010211", "2026010212", "2027010100", "2025123010", "2018112717"})
  void an_hour_to_come_or_long_gone_is_unstored(String time) {
    api.text("user1", group, "hello");

    api.get("/chatmessages/" + time)
        .isError(
            400,
            "illegal_argument",
            "illegal arguments: appkey: "
                + APP_KEY
                + ", time: "
                + time
                + ", maybe chat message history is expired or unstored");
  }

  @Test
  void an_hour_can_be_had_for_three_days() {
    api.text("user1", group, "hello");

    clock.step(Duration.ofMinutes(55));
    assertThat(api.get("/chatmessages/" + HOUR).status()).isEqualTo(400);
    clock.step(Duration.ofMinutes(2));
    assertThat(api.get("/chatmessages/" + HOUR).status()).isEqualTo(200);
    clock.step(Duration.ofHours(71).plusMinutes(57));
    assertThat(api.get("/chatmessages/" + HOUR).status()).isEqualTo(200);
    clock.step(Duration.ofMinutes(10));
    assertThat(api.get("/chatmessages/" + HOUR).status()).isEqualTo(400);
  }

  @Test
  void an_hour_in_which_nothing_was_sent_has_no_file() {
    api.recall(api.text("user1", group, "hello"), group, "user1");
    clock.step(Duration.ofHours(1));

    for (String hour : List.of(HOUR, "2026010210")) {
      api.get("/chatmessages/" + hour)
          .isError(
              404,
              "storage_object_not_found",
              "Failed to find chat message history download url for appkey: "
                  + APP_KEY
                  + ", time: "
                  + hour);
    }
  }

  @Test
  void asking_takes_an_app_token() {
    api.withToken(null)
        .get("/chatmessages/" + HOUR)
        .isError(401, "unauthorized", "Unable to authenticate due to expired access token");
  }

  @Test
  void a_link_works_for_half_an_hour() {
    api.text("user1", group, "hello");
    String link = link();

    clock.step(Duration.ofMinutes(30));
    assertThat(FileClient.follow(link).status()).isEqualTo(200);

    clock.step(Duration.ofSeconds(1));
    FileClient.follow(link).json().isError(403, "access_denied", "the link has expired");
  }

  @Test
  void a_link_opens_nothing_else() {
    api.text("user1", group, "hello");
    String link = link();
    String without = link.substring(0, link.indexOf('?'));
    long expires = clock.instant().plus(Duration.ofMinutes(30)).getEpochSecond();

    for (String forged :
        List.of(
            without,
            without + "?Expires=" + expires,
            without + "?Expires=" + expires + "&Signature=",
            link.replace("Expires=" + expires, "Expires=" + (expires + 1)),
            link.replace("Expires=" + expires, "Expires=99999999999999999999"),
            link.replace(HOUR, "2026010210"),
            link.replace("Signature=", "Signature=A"),
            link.substring(0, link.length() - 2))) {
      FileClient.follow(forged)
          .json()
          .isError(403, "access_denied", "the signature of the link does not match");
    }
    assertThat(FileClient.follow(link.replace(HOUR + ".gz", HOUR)).status()).isEqualTo(404);
    assertThat(FileClient.follow(link.replace(HOUR + ".gz", ".gz")).status()).isEqualTo(404);
  }

  @Test
  void the_vendors_limit_is_ten_a_minute_for_who_wants_it() throws IOException {
    api.text("user1", group, "hello");
    clock.step(Duration.ofHours(1));
    server.close();
    open(Map.of("server.vendorRates", "true"));

    for (int i = 0; i < 10; i++) {
      assertThat(api.get("/chatmessages/" + HOUR).status()).isEqualTo(200);
    }
    api.get("/chatmessages/" + HOUR)
        .isError(429, "reach_limit", "This request has reached api limit.");
    clock.step(Duration.ofMinutes(1));
    assertThat(api.get("/chatmessages/" + HOUR).status()).isEqualTo(200);
  }

  /// The link to what was sent until now, an hour later.
  private String link() {
    clock.step(Duration.ofHours(1));
    return link(HOUR);
  }

  private String link(String hour) {
    return api.get("/chatmessages/" + hour).data().get(0).get("url").stringValue();
  }

  private static List<JsonNode> download(String link) {
    FileClient.Reply file = FileClient.follow(link);
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.header("Content-Type")).isEqualTo("application/gzip");
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(file.bytes()))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(ApiClient.JSON::readTree)
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> ids(List<JsonNode> records) {
    return records.stream().map(record -> record.get("msg_id").stringValue()).toList();
  }
}
