package dev.weft.chat.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.weft.app.AppId;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Thumbnails are small, in proportion, and nothing that a stranger uploads takes much to make
/// them.
class ThumbnailsTest {

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
  void an_image_is_made_small_in_its_proportions(String format) throws IOException {
    byte[] image = image(2_000, 1_000, format);

    BufferedImage small = read(make(image, 170, 170).orElseThrow());

    assertThat(small.getWidth()).isEqualTo(170);
    assertThat(small.getHeight()).isEqualTo(85);
    assertThat(new Color(small.getRGB(20, 40)).getRed()).isGreaterThan(200);
    assertThat(new Color(small.getRGB(150, 40)).getBlue()).isGreaterThan(200);
  }

  @Test
  void a_small_image_has_no_thumbnail() throws IOException {
    assertThat(make(image(170, 100, "png"), 170, 170)).isEmpty();
  }

  @Test
  void an_image_that_says_it_is_enormous_is_left_alone() throws IOException {
    byte[] bomb = image(400, 400, "png");
    // Width and height of a PNG stand in its first chunk, which ends with a checksum.
    ByteBuffer.wrap(bomb).putInt(16, 100_000).putInt(20, 100_000);
    CRC32 crc = new CRC32();
    crc.update(bomb, 12, 17);
    ByteBuffer.wrap(bomb).putInt(29, (int) crc.getValue());

    assertThat(make(bomb, 170, 170)).isEmpty();
  }

  @Test
  void what_is_no_image_has_no_thumbnail() throws IOException {
    byte[] text = "no image at all".getBytes(StandardCharsets.UTF_8);

    assertThat(
            new Thumbnails().of(file(text.length), 170, 170, () -> new ByteArrayInputStream(text)))
        .isEmpty();
  }

  @Test
  void a_broken_image_harms_nobody() throws IOException {
    Thumbnails thumbnails = new Thumbnails();
    Random random = new Random(2026);
    byte[] image = image(800, 600, "jpg");
    for (int i = 0; i < 200; i++) {
      byte[] broken = Arrays.copyOf(image, 1 + random.nextInt(image.length));
      broken[random.nextInt(broken.length)] ^= (byte) (1 + random.nextInt(255));
      ChatFile file = file(broken.length);

      assertThatCode(
              () -> {
                Optional<byte[]> _ =
                    thumbnails.of(file, 170, 170, () -> new ByteArrayInputStream(broken));
              })
          .doesNotThrowAnyException();
    }
  }

  @Test
  void a_thumbnail_is_made_once() throws IOException {
    byte[] image = image(800, 600, "png");
    ChatFile file = file(image.length);
    AtomicInteger opened = new AtomicInteger();
    Thumbnails thumbnails = new Thumbnails();
    Thumbnails.Source source =
        () -> {
          opened.incrementAndGet();
          return new ByteArrayInputStream(image);
        };

    Optional<byte[]> first = thumbnails.of(file, 100, 100, source);
    Optional<byte[]> again = thumbnails.of(file, 100, 100, source);

    assertThat(first).isPresent();
    assertThat(again.orElseThrow()).isSameAs(first.orElseThrow());
    assertThat(opened).hasValue(1);
  }

  private static ChatFile file(int size) {
    return new ChatFile(
        FileId.random(Instant.EPOCH), new AppId(1), "a.png", "image/png", size, null);
  }

  private static Optional<byte[]> make(byte[] image, int width, int height) throws IOException {
    return Thumbnails.make(new ByteArrayInputStream(image), width, height);
  }

  /// Red on its left half, blue on its right.
  private static byte[] image(int width, int height, String format) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        image.setRGB(x, y, x < width / 2 ? 0xff0000 : 0x0000ff);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static BufferedImage read(byte[] bytes) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }
}
