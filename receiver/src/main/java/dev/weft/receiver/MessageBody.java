package dev.weft.receiver;

import dev.weft.receiver.Json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One body of a message.
public sealed interface MessageBody {

  record Txt(String msg) implements MessageBody {}

  record Img(Attachment file, @Nullable Size size) implements MessageBody {}

  record Audio(Attachment file, long seconds) implements MessageBody {}

  record Video(Attachment file, long seconds, @Nullable Size size, String thumb)
      implements MessageBody {}

  record File(Attachment file) implements MessageBody {}

  record Loc(double lat, double lng, String addr) implements MessageBody {}

  record Cmd(String action) implements MessageBody {}

  record Custom(String event, Map<String, String> exts) implements MessageBody {}

  /// Several messages forwarded as one; `msg` is for clients that cannot show them.
  record Combine(String title, String summary, String msg, Attachment file)
      implements MessageBody {}

  /// A type that came after this library.
  record Unknown(Json body) implements MessageBody {}

  /// A stored file and the secret that opens it.
  record Attachment(String url, String filename, String secret, long length) {
    static Attachment read(Json body) {
      return new Attachment(
          body.get("url").text(""),
          body.get("filename").text(""),
          body.get("secret").text(""),
          body.get("file_length").integer().orElse(0));
    }

    /// Without the secret: bodies end up in logs.
    @Override
    public String toString() {
      return "Attachment[" + filename + ", " + length + " bytes]";
    }
  }

  record Size(long width, long height) {
    static @Nullable Size read(Json size) {
      return size.isMissing()
          ? null
          : new Size(size.get("width").integer().orElse(0), size.get("height").integer().orElse(0));
    }
  }

  static MessageBody read(Json body) {
    return switch (body.get("type").text("")) {
      case "txt" -> text(body);
      case "img" -> new Img(Attachment.read(body), Size.read(body.get("size")));
      case "audio" -> new Audio(Attachment.read(body), seconds(body));
      case "video" ->
          new Video(
              Attachment.read(body),
              seconds(body),
              Size.read(body.get("size")),
              body.get("thumb").text(""));
      case "file" -> new File(Attachment.read(body));
      case "loc" ->
          new Loc(degrees(body.get("lat")), degrees(body.get("lng")), body.get("addr").text(""));
      case "cmd" -> new Cmd(body.get("action").text(""));
      case "custom" -> new Custom(body.get("customEvent").text(""), exts(body));
      default -> new Unknown(body);
    };
  }

  private static MessageBody text(Json body) {
    String msg = body.get("msg").text("");
    return "sub_combine".equals(body.get("subType").text())
        ? new Combine(
            body.get("title").text(""), body.get("summary").text(""), msg, Attachment.read(body))
        : new Txt(msg);
  }

  private static long seconds(Json body) {
    return body.get("length").integer().orElse(0);
  }

  private static double degrees(Json value) {
    try {
      return Double.parseDouble(value.text("0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /// The new form is one object, the old one a list of objects with one key each.
  private static Map<String, String> exts(Json body) {
    Map<String, String> exts = new LinkedHashMap<>();
    body.get("customExts").elements().forEach(element -> put(exts, element));
    put(exts, body.get("customExts"));
    put(exts, body.get("v2:customExts"));
    return exts;
  }

  private static void put(Map<String, String> exts, Json object) {
    if (object instanceof JsonObject found) {
      found.fields().forEach((key, value) -> exts.put(key, value.text(value.toString())));
    }
  }
}
