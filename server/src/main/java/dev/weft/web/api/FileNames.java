package dev.weft.web.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Names and types of files that strangers gave, made fit for a response header. They never become
/// a path here; a client may make them one, so what is left of a name is its last part.
public final class FileNames {

  /// As long as file systems take.
  private static final int MAX_LENGTH = 255;

  private static final Pattern TYPE =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,64}/[A-Za-z0-9!#$&^_.+-]{1,64}");

  private static final String UNKNOWN_TYPE = "application/octet-stream";
  private static final String ATTRIBUTE_CHARS = "!#$&+-.^_`|~";

  private FileNames() {}

  /// The last part of a path, without characters that are not to be seen; `file` if nothing is
  /// left.
  public static String safe(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder safe = new StringBuilder();
    last.codePoints().filter(FileNames::isVisible).limit(MAX_LENGTH).forEach(safe::appendCodePoint);
    String result = safe.toString().strip();
    return result.isEmpty() || result.equals(".") || result.equals("..") ? "file" : result;
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
      default -> true;
    };
  }

  /// A media type without parameters; the unknown one for anything that is none.
  public static String safeType(String type) {
    int semicolon = type.indexOf(';');
    String bare = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    return TYPE.matcher(bare).matches() ? bare : UNKNOWN_TYPE;
  }

  /// The `Content-Disposition` of a download: a plain name for old clients, the full one beside it
  /// (RFC 6266).
  public static String attachment(String name) {
    return "attachment; filename=\"" + plain(name) + "\"; filename*=UTF-8''" + encoded(name);
  }

  private static String plain(String name) {
    StringBuilder plain = new StringBuilder();
    name.codePoints()
        .map(c -> c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' ? '_' : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static String encoded(String name) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (isAttributeChar(b)) {
        encoded.write(b);
      } else {
        encoded.writeBytes("%%%02X".formatted(b).getBytes(StandardCharsets.US_ASCII));
      }
    }
    return encoded.toString(StandardCharsets.US_ASCII);
  }

  private static boolean isAttributeChar(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || (b > 0 && ATTRIBUTE_CHARS.indexOf(b) >= 0);
  }
}
