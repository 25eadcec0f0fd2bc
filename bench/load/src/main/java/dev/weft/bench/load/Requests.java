package dev.weft.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes requests. The fixed parts are made once.
final class Requests {

  private static final String REACTION = "tea";
  private static final byte[] ATTRIBUTE = ascii("marker=");
  private static final byte[] MEMBER_ATTRIBUTE = ascii("{\"metaData\":{\"marker\":\"");
  private static final byte[] MEMBER_END = ascii("\"}}");

  private final Target target;
  private final List<byte[]> threads;
  private final int bodyBytes;
  private final byte[] head;
  private final byte[] begin;
  private final byte[] beforeMarker = ascii("\"],\"type\":\"txt\",\"body\":{\"msg\":\"");
  private final byte[] filler;
  private final byte[] end = ascii("\"}}");

  /// @param bodyBytes length of the body of a message
  Requests(Target target, int bodyBytes) {
    this.target = target;
    this.bodyBytes = bodyBytes;
    threads = target.threads().stream().map(Requests::ascii).toList();
    head = head("POST", target.path(), "application/json", bodyBytes);
    begin = ascii("{\"from\":\"%s\",\"to\":[\"".formatted(target.from()));
    filler = ascii("The quick brown fox jumps over the lazy dog. ".repeat(bodyBytes / 45 + 1));
  }

  private byte[] head(String method, String path, String type, int length) {
    return ascii(
        """
        %s %s HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Authorization: Bearer %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        \r
        """
            .formatted(method, path, target.ports().getFirst(), target.token(), type, length));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  int threads() {
    return threads.size();
  }

  void write(ByteBuf out, Marker marker) {
    switch (target.asked()) {
      case MESSAGE -> message(out, marker);
      case DEVICE_MESSAGE -> throw new IllegalStateException("devices send frames");
      case REACTION -> reaction(out, marker);
      case ATTRIBUTE -> attribute(out, marker);
      case MEMBER_ATTRIBUTE -> memberAttribute(out, marker);
    }
  }

  private void message(ByteBuf out, Marker marker) {
    byte[] thread = threads.get(marker.thread());
    int fixed = begin.length + thread.length + beforeMarker.length + Marker.LENGTH + end.length;
    out.writeBytes(head).writeBytes(begin).writeBytes(thread).writeBytes(beforeMarker);
    marker.write(out);
    out.writeBytes(filler, 0, bodyBytes - fixed).writeBytes(end);
  }

  private void reaction(ByteBuf out, Marker marker) {
    String message = target.threads().get(marker.thread());
    if (marker.id() / threads() % 2 == 0) {
      byte[] body = ascii("{\"msgId\":\"%s\",\"message\":\"%s\"}".formatted(message, REACTION));
      out.writeBytes(head("POST", target.path(), "application/json", body.length)).writeBytes(body);
    } else {
      String query = "?msgId=%s&message=%s".formatted(message, REACTION);
      out.writeBytes(head("DELETE", target.path() + query, "application/json", 0));
    }
  }

  private void attribute(ByteBuf out, Marker marker) {
    String path = target.path() + target.threads().get(marker.thread());
    String type = "application/x-www-form-urlencoded";
    out.writeBytes(head("PUT", path, type, ATTRIBUTE.length + Marker.LENGTH)).writeBytes(ATTRIBUTE);
    marker.write(out);
  }

  private void memberAttribute(ByteBuf out, Marker marker) {
    String path = target.path() + target.threads().get(marker.thread());
    int length = MEMBER_ATTRIBUTE.length + Marker.LENGTH + MEMBER_END.length;
    out.writeBytes(head("PUT", path, "application/json", length)).writeBytes(MEMBER_ATTRIBUTE);
    marker.write(out);
    out.writeBytes(MEMBER_END);
  }
}
