package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.chat.SteppingClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Files over a socket: what comes in goes out, and nothing else.
class FileTest {

  private static final int MAX_BYTES = 6_000_000;

  @TempDir private Path data;
  private final SteppingClock clock = new SteppingClock();
  private RunningServer server;
  private ApiClient api;
  private FileClient files;

  @BeforeEach
  void start() {
    server =
        RunningServer.start(
            data,
            Map.of("chat.fileMaxBytes", Integer.toString(MAX_BYTES), "store.database", ""),
            clock);
    api = server.client();
    files = new FileClient(api);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void a_file_of_several_megabytes_comes_back_as_it_went() {
    byte[] photo = random(5_000_000);

    FileClient.Reply uploaded = files.upload(photo);
    FileClient.Reply downloaded = files.download(uploaded.uuid());

    JsonNode answer = uploaded.json().ok();
    assertThat(answer.get("action").stringValue()).isEqualTo("post");
    assertThat(answer.get("path").stringValue()).isEqualTo("/chatfiles");
    assertThat(answer.get("uri").stringValue()).endsWith("/easemob-demo/easeim/chatfiles");
    assertThat(answer.get("entities").size()).isOne();
    assertThat(uploaded.entity().get("type").stringValue()).isEqualTo("chatfile");
    assertThat(uploaded.entity().has("share-secret")).isFalse();
    assertThat(downloaded.status()).isEqualTo(200);
    assertThat(downloaded.bytes()).isEqualTo(photo);
    assertThat(downloaded.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(downloaded.header("Content-Length")).isEqualTo("5000000");
    assertThat(downloaded.header("Content-Disposition"))
        .startsWith("attachment; filename=\"photo.jpg\"");
    assertThat(downloaded.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void a_file_without_a_known_length_is_taken_too() {
    byte[] form = FileClient.form("file", "a.bin", "", random(1_000_000));

    FileClient.Reply uploaded =
        files.post(
            "multipart/form-data; boundary=----------------------d74496d66958873e",
            BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(form)));
    assertThat(uploaded.status()).isEqualTo(400);

    uploaded =
        files.post(
            "multipart/form-data; boundary=------------------------d74496d66958873e",
            BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(form)));

    assertThat(files.download(uploaded.uuid()).bytes()).hasSize(1_000_000);
    assertThat(files.download(uploaded.uuid()).header("Content-Type"))
        .isEqualTo("application/octet-stream");
  }

  @Test
  void a_file_outlives_the_server() throws IOException {
    byte[] photo = random(10_000);
    String uuid = files.upload(photo).uuid();

    server.close();
    server = RunningServer.start(data, Map.of("store.database", ""), clock);

    assertThat(new FileClient(server.client()).download(uuid).bytes()).isEqualTo(photo);
  }

  @Test
  void a_file_may_be_as_large_as_the_setting_says_and_not_a_byte_larger() throws IOException {
    assertThat(files.upload(random(MAX_BYTES)).status()).isEqualTo(200);

    for (int size : new int[] {MAX_BYTES + 1, MAX_BYTES + 5_000_000}) {
      files
          .upload(random(size))
          .json()
          .isError(413, "file exceeding maximum limit", "file exceeding maximum limit");
    }

    assertThat(onDisk()).hasSize(1);
  }

  @Test
  void a_body_far_over_the_limit_is_refused_unread() throws IOException {
    String answer =
        exchange(
            """
            POST /easemob-demo/easeim/chatfiles HTTP/1.1\r
            Host: localhost\r
            Content-Length: 99999999999\r
            \r
            """);

    assertThat(answer).startsWith("HTTP/1.1 413").contains("file exceeding maximum limit");
  }

  @Test
  void a_restricted_file_opens_to_its_secret_alone() {
    byte[] photo = random(1_000);
    JsonNode entity = files.upload(photo, "restrict-access", "true").entity();
    String uuid = entity.get("uuid").stringValue();
    String secret = entity.get("share-secret").stringValue();

    assertThat(secret).hasSize(48);
    assertThat(files.download(uuid, "share-secret", secret).bytes()).isEqualTo(photo);
    assertThat(files.download(uuid + "?share-secret=" + secret).bytes()).isEqualTo(photo);
    for (String wrong : List.of("", "x", secret.substring(1), secret + "x")) {
      files
          .download(uuid, "share-secret", wrong)
          .json()
          .isError(403, "forbidden_op", "share-secret is missing or wrong");
    }
    files.download(uuid).json().isError(403, "forbidden_op", "share-secret is missing or wrong");
  }

  @Test
  void restricted_is_only_what_was_asked_to_be() {
    assertThat(files.upload(random(10), "restrict-access", "false").entity().has("share-secret"))
        .isFalse();
    assertThat(files.upload(random(10)).entity().has("share-secret")).isFalse();
  }

  @Test
  void the_first_frame_of_a_film_is_an_empty_picture_for_everybody() {
    String uuid = files.upload(random(1_000), "restrict-access", "true").uuid();

    FileClient.Reply frame = files.download(uuid + "?vframe=true");

    assertThat(frame.status()).isEqualTo(200);
    assertThat(frame.header("Content-Type")).startsWith("image/gif");
    assertThat(frame.bytes()).startsWith('G', 'I', 'F');
  }

  @Test
  void what_sdk_5_uploads_opens_by_its_bare_link() {
    byte[] photo = random(10);
    JsonNode entity = files.uploadAs("?md5=0cc1", photo, "restrict-access", "true").entity();

    assertThat(entity.has("share-secret")).isFalse();
    assertThat(files.download(entity.get("uuid").stringValue() + "?size=large").bytes())
        .isEqualTo(photo);
  }

  @Test
  void a_thumbnail_of_what_is_no_image_is_the_file_itself() {
    byte[] photo = random(1_000);
    String uuid = files.upload(photo, "thumbnail-height", "200", "thumbnail-width", "200").uuid();

    assertThat(files.download(uuid, "thumbnail", "true").bytes()).isEqualTo(photo);
  }

  @Test
  void uploading_takes_a_token_downloading_takes_none() {
    byte[] photo = random(10);
    String uuid = files.upload(photo).uuid();
    FileClient stranger = new FileClient(api.withToken(null));
    FileClient liar = new FileClient(api.withToken("garbage"));

    stranger
        .upload(photo)
        .json()
        .isError(401, "unauthorized", "Unable to authenticate due to expired access token");
    assertThat(stranger.download(uuid).bytes()).isEqualTo(photo);
    assertThat(liar.upload(photo).status()).isEqualTo(401);
    assertThat(liar.download(uuid).status()).isEqualTo(401);
  }

  @Test
  void a_user_may_upload_and_download() {
    api.users("user1");
    String token =
        api.post(
                "/token", "{\"grant_type\":\"password\",\"username\":\"user1\",\"password\":\"1\"}")
            .ok()
            .get("access_token")
            .stringValue();
    FileClient user = new FileClient(api.withToken(token));
    byte[] photo = random(10);

    assertThat(user.download(user.upload(photo).uuid()).bytes()).isEqualTo(photo);

    clock.step(Duration.ofSeconds(1));
    api.put("/users/user1/password", "{\"newpassword\":\"2\"}").ok();
    assertThat(user.upload(photo).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../../weft.db",
        "..\\\\..\\\\weft.db",
        "/etc/passwd",
        "a/../../b",
        "..",
        "\u0000",
        "%2e%2e%2f"
      })
  void a_name_is_never_a_path(String name) throws IOException {
    byte[] photo = random(10);

    String uuid = files.upload("file", name, "image/png", photo).uuid();

    FileClient.Reply downloaded = files.download(uuid);
    assertThat(downloaded.bytes()).isEqualTo(photo);
    assertThat(downloaded.header("Content-Disposition")).doesNotContain("/").doesNotContain("\\");
    assertThat(onDisk())
        .singleElement()
        .satisfies(
            file -> assertThat(data.relativize(file)).isEqualTo(Path.of("files/2026-01-02", uuid)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..%2F..%2Fweft.db",
        "..%5Cweft.db",
        "%2Fetc%2Fpasswd",
        "incoming",
        "5fd74830-10ae-11e7-9a4b-0242ac110002",
        "00000000-0000-7000-8000-00000000000g",
        "x"
      })
  void what_is_no_file_is_not_found(String id) {
    files.download(id).json().isError(404, "entity_not_found", "file may not exists");
  }

  @Test
  void names_in_any_script_come_back() {
    String uuid =
        files.upload("file", "r\u00e9sum\u00e9 \u6587\u4ef6.png", "image/png", random(10)).uuid();

    assertThat(files.download(uuid).header("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"r_sum_ __.png\";"
                + " filename*=UTF-8''r%C3%A9sum%C3%A9%20%E6%96%87%E4%BB%B6.png");
  }

  @Test
  void an_upload_without_a_file_is_told_so() throws IOException {
    byte[] some = random(10);

    for (FileClient.Reply refused :
        List.of(
            files.upload("picture", "a.png", "image/png", some),
            files.upload("file", "", "image/png", new byte[0]),
            files.post("multipart/form-data", BodyPublishers.ofByteArray(some)),
            files.post("multipart/form-data; boundary=x", BodyPublishers.ofByteArray(some)),
            files.post("application/json", BodyPublishers.ofString("{\"file\":\"x\"}")),
            files.post("multipart/form-data; boundary=x", BodyPublishers.noBody()))) {
      refused.json().isError(400, "illegal_argument", "file must be provided.");
    }

    assertThat(onDisk()).isEmpty();
  }

  @Test
  void half_a_form_is_refused_and_leaves_nothing() throws IOException {
    byte[] form = FileClient.form("file", "a.png", "image/png", random(100_000));
    byte[] half = java.util.Arrays.copyOf(form, form.length / 2);

    FileClient.Reply refused =
        files.post(
            "multipart/form-data; boundary=------------------------d74496d66958873e",
            BodyPublishers.ofByteArray(half));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(onDisk()).isEmpty();
  }

  @Test
  void a_client_that_hangs_up_leaves_nothing() throws IOException {
    URI url = URI.create(server.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          """
          POST /easemob-demo/easeim/chatfiles HTTP/1.1\r
          Host: localhost\r
          Authorization: %s\r
          Content-Type: multipart/form-data; boundary=------------------------d74496d66958873e\r
          Content-Length: 1000000\r
          \r
          """
              .formatted(api.request("").build().headers().firstValue("Authorization").orElse(""))
              .getBytes(StandardCharsets.US_ASCII));
      out.write(FileClient.form("file", "a.png", "image/png", random(300_000)), 0, 200_000);
      out.flush();
      await().until(() -> onDisk().size() == 1);
    }

    await().until(() -> onDisk().isEmpty());
    assertThat(files.upload(random(10)).status()).isEqualTo(200);
  }

  @Test
  void a_file_that_was_cut_short_on_the_disk_is_never_taken_for_whole() throws IOException {
    String uuid = files.upload(random(1_000_000)).uuid();
    try (FileChannel file = FileChannel.open(onDisk().getFirst(), StandardOpenOption.WRITE)) {
      file.truncate(500_000);
    }

    assertThatThrownBy(() -> files.download(uuid)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void a_file_that_is_lost_on_the_disk_is_not_found() throws IOException {
    String uuid = files.upload(random(10)).uuid();
    Files.delete(onDisk().getFirst());

    files.download(uuid).json().isError(404, "entity_not_found", "file may not exists");
  }

  @Test
  void a_file_expires_after_the_days_of_the_setting() {
    String uuid = files.upload(random(10)).uuid();

    clock.step(Duration.ofDays(7).minusSeconds(1));
    assertThat(files.download(uuid).status()).isEqualTo(200);

    clock.step(Duration.ofSeconds(1));
    files.download(uuid).json().isError(404, "file_expired", "file " + uuid + " is expired");
  }

  @Test
  void a_recalled_message_takes_its_files_along() throws IOException {
    api.users("user1");
    String group = api.group("user1");
    String video = files.upload(random(10)).uuid();
    String thumb = files.upload(random(10)).uuid();
    String other = files.upload(random(10)).uuid();
    String message =
        api.send(
            """
            {"from":"user1","to":["%s"],"type":"video","body":{"filename":"a.mp4","length":10,
             "url":"https://im.example.com/easemob-demo/easeim/chatfiles/%s",
             "thumb":"%s/easemob-demo/easeim/chatfiles/%s?em-redirect=true"},
             "ext":{"url":"https://im.example.com/easemob-demo/easeim/chatfiles/%s"}}
            """
                .formatted(group, video, server.url(), thumb, other),
            group);
    assertThat(files.download(video).status()).isEqualTo(200);

    api.recall(message, group, "user1");

    files.download(video).json().isError(404, "entity_not_found", "file may not exists");
    files.download(thumb).json().isError(404, "entity_not_found", "file may not exists");
    assertThat(files.download(other).status()).isEqualTo(200);
    await().until(() -> onDisk().size() == 1);
  }

  @Test
  void a_recall_of_a_text_that_mentions_a_file_leaves_it() {
    api.users("user1");
    String group = api.group("user1");
    String uuid = files.upload(random(10)).uuid();
    String message =
        api.text("user1", group, "see https://x/easemob-demo/easeim/chatfiles/" + uuid);

    api.recall(message, group, "user1");

    assertThat(files.download(uuid).status()).isEqualTo(200);
  }

  private String exchange(String request) throws IOException {
    URI url = URI.create(server.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort());
        InputStream in = socket.getInputStream()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<Path> onDisk() throws IOException {
    try (Stream<Path> tree = Files.walk(data.resolve("files"))) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
