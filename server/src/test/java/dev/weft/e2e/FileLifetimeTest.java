package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.ApiClient.Reply;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files are kept as long as somebody asks for, and images have thumbnails.
class FileLifetimeTest {

  private static final byte[] NOTE = "a note".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private final TestClock clock = new TestClock();
  private RunningServer server;
  private ApiClient api;
  private FileClient files;

  @BeforeEach
  void start() {
    server = RunningServer.start(folder, Map.of(), clock);
    api = server.client().users("ann");
    files = new FileClient(api);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void a_file_lives_as_long_as_it_was_given() throws IOException {
    String plain = files.upload(NOTE).uuid();
    String kept = files.upload(NOTE).uuid();
    String back = files.upload(NOTE).uuid();
    clock.advance(Duration.ofDays(6));
    String fresh = files.upload(NOTE).uuid();
    assertThat(keep("forever", kept, back).at("/data/" + kept).asString()).isEqualTo("success");
    keep("default", back).ok();
    clock.advance(Duration.ofDays(6));
    keep("refresh", fresh).ok();
    clock.advance(Duration.ofDays(5));

    FileClient later = restarted();

    assertThat(later.download(plain).status()).isEqualTo(404);
    assertThat(later.download(back).status()).isEqualTo(404);
    assertThat(later.download(kept).bytes()).isEqualTo(NOTE);
    assertThat(later.download(fresh).bytes()).isEqualTo(NOTE);
  }

  /// A server that starts sweeps at once.
  private FileClient restarted() throws IOException {
    server.close();
    server = RunningServer.start(folder, Map.of(), clock);
    return new FileClient(server.client());
  }

  @Test
  void what_cannot_be_kept_is_told_by_its_id() {
    String unknown = "00000000-0000-7000-8000-000000000000";

    assertThat(keep("forever", unknown).at("/data/" + unknown).asString()).isEqualTo("failed");
    assertThat(keep("long", unknown).error())
        .isEqualTo(
            "400 illegal_argument: lifetime must be either 'forever' or 'default' or 'refresh'");
    String[] many = IntStream.range(0, 101).mapToObj(Integer::toString).toArray(String[]::new);
    assertThat(keep("forever", many).error())
        .isEqualTo("400 illegal_argument: chatfile_ids size is too large");
  }

  private Reply keep(String lifetime, String... ids) {
    String list =
        IntStream.range(0, ids.length)
            .mapToObj(i -> '"' + ids[i] + '"')
            .collect(Collectors.joining(","));
    return api.put(
        "/users/ann/chatfiles/lifetime",
        "{\"lifetime\":\"%s\",\"chatfile_ids\":[%s]}".formatted(lifetime, list));
  }

  @Test
  void an_image_has_a_thumbnail_of_the_size_that_the_upload_says() throws IOException {
    byte[] photo = photo(1_600, 1_200);
    String plain = files.upload(photo).uuid();
    String sized = files.upload(photo, "thumbnail-width", "80", "thumbnail-height", "40").uuid();

    FileClient.Reply first = files.download(plain, "thumbnail", "true");
    FileClient.Reply second = files.download(sized, "thumbnail", "true");

    assertThat(first.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(image(first).getWidth()).isEqualTo(170);
    assertThat(image(first).getHeight()).isEqualTo(128);
    assertThat(image(second).getHeight()).isEqualTo(40);
    assertThat(files.download(plain).bytes()).isEqualTo(photo);
  }

  @Test
  void a_thumbnail_of_a_restricted_image_takes_its_secret() throws IOException {
    var entity = files.upload(photo(400, 400), "restrict-access", "true").entity();
    String uuid = entity.get("uuid").stringValue();
    String secret = entity.get("share-secret").stringValue();

    assertThat(files.download(uuid, "thumbnail", "true").status()).isEqualTo(403);
    FileClient.Reply opened = files.download(uuid, "thumbnail", "true", "share-secret", secret);
    assertThat(image(opened).getWidth()).isEqualTo(170);
  }

  private static BufferedImage image(FileClient.Reply reply) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(reply.bytes()));
  }

  private static byte[] photo(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "jpg", out)).isTrue();
    return out.toByteArray();
  }
}
