package dev.weft.chat.file;

import dev.weft.loop.FairPlaces;
import dev.weft.tx.WorkOwner;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/// Small JPEG images of large ones, with the image readers of the JDK: JPEG, PNG, GIF and BMP.
///
/// A small file can say that it is a very large image. So its head is read first, an image of more
/// than [#MAX_PIXELS] is left alone, and of the others only every n-th row and column is kept while
/// they are read: what is held in memory is in proportion to the thumbnail. One is made at a time,
/// and what was made is kept for a while.
public final class Thumbnails {

  /// The most pixels of an image that is read: a progressive JPEG holds six bytes for each.
  static final long MAX_PIXELS = 50_000_000;

  /// The longest side of a thumbnail that can be asked for.
  public static final int MAX_SIDE = 1_024;

  /// The sides of a thumbnail when nobody has said any (vendor).
  public static final int DEFAULT_SIDE = 170;

  /// Larger files are no pictures that people send.
  private static final long MAX_FILE = 20L << 20;

  /// Bytes of thumbnails that are kept in memory: a few thousand of them.
  private static final int MAX_KEPT = 16 << 20;

  /// Callers that may wait, and how long: the picture is shown from its original then.
  private static final int MAX_WAITING = 1_024;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// One is made at a time, for all apps in turn.
  private final FairPlaces making = new FairPlaces(1, MAX_WAITING);

  private final Map<Key, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long keptBytes;

  static {
    // There is no screen, and nothing else asks for one.
    System.setProperty("java.awt.headless", "true");
    // What is kept in memory is bounded here; the reader's own cache on disk is not.
    ImageIO.setUseCache(false);
  }

  private record Key(FileId id, int width, int height) {}

  /// Opens a file once more.
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /// The thumbnail of an image, within `width` and `height` and in its proportions; empty if the
  /// file is no image that can be read, or is as small already.
  Optional<byte[]> of(ChatFile file, int width, int height, Source source) {
    if (file.size() > MAX_FILE) {
      return Optional.empty();
    }
    Key key = new Key(file.id(), width, height);
    Optional<byte[]> known = find(key);
    if (known.isPresent()) {
      return known;
    }
    Object owner = WorkOwner.current();
    if (!hasTurn(owner)) {
      return Optional.empty();
    }
    try (InputStream bytes = source.open()) {
      Optional<byte[]> made = make(bytes, width, height);
      made.ifPresent(thumbnail -> keep(key, thumbnail));
      return made;
    } catch (IOException | RuntimeException | LinkageError e) {
      // Readers throw what they like at what is no image, and a Java runtime may lack them.
      return Optional.empty();
    } finally {
      making.leave(owner);
    }
  }

  private boolean hasTurn(Object owner) {
    try {
      return making.enter(owner, PATIENCE) == FairPlaces.Entry.TAKEN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized Optional<byte[]> find(Key key) {
    return Optional.ofNullable(kept.get(key));
  }

  private synchronized void keep(Key key, byte[] thumbnail) {
    byte @Nullable [] before = kept.put(key, thumbnail);
    keptBytes += thumbnail.length - (before == null ? 0 : before.length);
    Iterator<Map.Entry<Key, byte[]>> oldest = kept.entrySet().iterator();
    while (keptBytes > MAX_KEPT && oldest.hasNext()) {
      keptBytes -= oldest.next().getValue().length;
      oldest.remove();
    }
  }

  static Optional<byte[]> make(InputStream bytes, int width, int height) throws IOException {
    try (ImageInputStream input = new MemoryCacheImageInputStream(bytes)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(input, true, true);
        return make(reader, width, height);
      } finally {
        reader.dispose();
      }
    }
  }

  private static Optional<byte[]> make(ImageReader reader, int width, int height)
      throws IOException {
    int wide = reader.getWidth(0);
    int high = reader.getHeight(0);
    double scale = Math.min((double) width / wide, (double) height / high);
    if (wide <= 0 || high <= 0 || (long) wide * high > MAX_PIXELS || scale >= 1) {
      return Optional.empty();
    }
    ImageReadParam param = reader.getDefaultReadParam();
    // Twice as many as are needed, so that averaging has something to average.
    int every = Math.max(1, (int) (1 / (2 * scale)));
    param.setSourceSubsampling(every, every, 0, 0);
    BufferedImage read = reader.read(0, param);
    int toWidth = Math.max(1, (int) Math.round(wide * scale));
    int toHeight = Math.max(1, (int) Math.round(high * scale));
    BufferedImage small = new BufferedImage(toWidth, toHeight, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(read, 0, 0, toWidth, toHeight, Color.WHITE, null);
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return ImageIO.write(small, "jpg", out) ? Optional.of(out.toByteArray()) : Optional.empty();
  }
}
