package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.chat.SteppingClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Uploads in parts over a socket, as the SDKs send them and as they do not.
class PartUploadTest {

  private static final int MAX_BYTES = 100_000;
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;
  private FileClient files;

  @BeforeEach
  void start() {
    server =
        RunningServer.start(
            data, Map.of("chat.fileMaxBytes", Integer.toString(MAX_BYTES)), new SteppingClock());
    api = server.client().users("anna", "ben");
    files = new FileClient(api.as("anna"));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void says_what_the_sdks_ask_for() {
    JsonNode begun = files.begin();

    assertThat(begun.path("file_upper_limit").asInt()).isEqualTo(MAX_BYTES);
    assertThat(begun.path("part_lower_limit").asInt()).isEqualTo(5 << 20);
    assertThat(begun.path("uuid").asString()).hasSize(36);
  }

  @Test
  void takes_the_number_before_the_bytes_and_behind_them() {
    String upload = files.begin().path("uuid").asString();

    files.partThenNumber(upload, "2", " ben".getBytes(StandardCharsets.UTF_8)).json().ok();
    files.part(upload, "1", HELLO).json().ok();
    FileClient.Reply done = files.complete(upload, "");

    assertThat(done.entity().has("share-secret")).isFalse();
    assertThat(files.download(done.uuid()).bytes()).asString().isEqualTo("hello ben");
  }

  @Test
  void restricts_the_file_as_a_whole_one_is_restricted() {
    FileClient strangers = new FileClient(ApiClient.stranger(server.url(), "easemob-demo/easeim"));
    String old = files.begin().path("uuid").asString();
    files.part(old, "1", HELLO).json().ok();
    String five = files.begin().path("uuid").asString();
    files.part(five, "1", HELLO).json().ok();

    JsonNode restricted = files.complete(old, "?restrict-access=true&chat-type=CHAT").entity();
    JsonNode bare = files.complete(five, "?restrict-access=true&md5=5d41402a").entity();

    String secret = restricted.path("share-secret").asString();
    String id = restricted.path("uuid").asString();
    assertThat(strangers.download(id).status()).isNotEqualTo(200);
    assertThat(strangers.download(id, "share-secret", secret).bytes()).isEqualTo(HELLO);
    assertThat(bare.has("share-secret")).isFalse();
    assertThat(strangers.download(bare.path("uuid").asString()).bytes()).isEqualTo(HELLO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "99999999999999999999", "", "1.5", "٣", "1;2"})
  void refuses_a_number_that_is_none(String number) {
    String upload = files.begin().path("uuid").asString();

    assertThat(files.part(upload, number, HELLO).status()).isEqualTo(400);
    assertThat(files.partThenNumber(upload, number, HELLO).status()).isEqualTo(400);

    assertThat(files.complete(upload, "").status()).isEqualTo(400);
  }

  @Test
  void refuses_a_form_that_lacks_something() {
    String upload = files.begin().path("uuid").asString();

    byte[] noNumber = FileClient.form("part_file", "blob", "a/b", HELLO);
    byte[] noFile = FileClient.form("part_number", "", "a/b", "1".getBytes(StandardCharsets.UTF_8));
    assertThat(files.putPart(upload, noNumber).status()).isEqualTo(400);
    assertThat(files.putPart(upload, noFile).status()).isEqualTo(400);
    assertThat(files.putPart(upload, HELLO).status()).isEqualTo(400);
    assertThat(files.part(upload, "1", new byte[0]).status()).isEqualTo(400);
  }

  @Test
  void refuses_more_bytes_than_a_file_may_have() {
    String upload = files.begin().path("uuid").asString();

    assertThat(files.part(upload, "1", new byte[MAX_BYTES + 1]).status()).isEqualTo(413);
    files.part(upload, "1", new byte[MAX_BYTES]).json().ok();
    assertThat(files.partThenNumber(upload, "2", HELLO).status()).isEqualTo(413);
    files.complete(upload, "").json().ok();
  }

  @Test
  void lets_nobody_else_go_on() {
    String upload = files.begin().path("uuid").asString();
    FileClient bens = new FileClient(api.as("ben"));

    assertThat(bens.part(upload, "1", HELLO).status()).isEqualTo(404);
    assertThat(bens.complete(upload, "").status()).isEqualTo(404);
    assertThat(bens.abort(upload).status()).isEqualTo(404);
    assertThat(files.part("x", "1", HELLO).status()).isEqualTo(404);
    files.abort(upload).json().ok();
    assertThat(files.part(upload, "1", HELLO).status()).isEqualTo(404);
  }

  @Test
  void bounds_the_uploads_that_a_user_has_open() {
    for (int i = 0; i < 16; i++) {
      files.begin();
    }

    ApiClient.Reply refused = api.as("anna").post("/sdk/chatfiles/part-upload", "");

    assertThat(refused.error())
        .isEqualTo("403 exceed_limit: open uploads of a user are limited to 16");
  }
}
