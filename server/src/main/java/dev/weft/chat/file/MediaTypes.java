package dev.weft.chat.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Guesses the media type of a file whose sender has not said it: a browser says none for a piece
/// of a file.
final class MediaTypes {

  static final String UNKNOWN = "application/octet-stream";

  /// Bytes of the beginning of a file that are looked at.
  static final int HEAD = 64;

  private static final int BRAND = 4;

  private MediaTypes() {}

  /// The type by the ending of the name, or else by the first bytes; [#UNKNOWN] if neither says
  /// any.
  static String guess(String name, byte[] head) {
    return Optional.ofNullable(URLConnection.guessContentTypeFromName(name))
        .or(() -> byBytes(head))
        .orElse(UNKNOWN);
  }

  private static Optional<String> byBytes(byte[] head) {
    if (isFilm(head)) {
      return Optional.of("video/mp4");
    }
    try {
      return Optional.ofNullable(
              URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(head)))
          .filter(type -> type.startsWith("image/") || type.startsWith("audio/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An MP4 file begins with its length, `ftyp` and a brand. Images and sound have other brands.
  private static boolean isFilm(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return text.startsWith("ftypiso", BRAND)
        || text.startsWith("ftypmp4", BRAND)
        || text.startsWith("ftypavc1", BRAND);
  }
}
