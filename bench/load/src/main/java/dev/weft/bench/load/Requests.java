package dev.weft.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes requests: all of the same length, so that the fixed parts are made once.
final class Requests {

  private final byte[] head;
  private final byte[] begin;
  private final byte[] beforeMarker;
  private final byte[] filler;
  private final byte[] end = ascii("\"}}");
  private final List<byte[]> threads;
  private final int bodyBytes;

  /// @param bodyBytes length of a body
  Requests(Target target, int bodyBytes) {
    this.bodyBytes = bodyBytes;
    threads = target.threads().stream().map(Requests::ascii).toList();
    head =
        ascii(
            """
            POST %s HTTP/1.1\r
            Host: 127.0.0.1:%d\r
            Authorization: Bearer %s\r
            Content-Type: application/json\r
            Content-Length: %d\r
            \r
            """
                .formatted(target.path(), target.ports().getFirst(), target.token(), bodyBytes));
    begin = ascii("{\"from\":\"%s\",\"to\":[\"".formatted(target.from()));
    beforeMarker = ascii("\"],\"type\":\"txt\",\"body\":{\"msg\":\"");
    filler = ascii("The quick brown fox jumps over the lazy dog. ".repeat(bodyBytes / 45 + 1));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  int threads() {
    return threads.size();
  }

  void write(ByteBuf out, Marker marker) {
    byte[] thread = threads.get(marker.thread());
    int fixed = begin.length + thread.length + beforeMarker.length + Marker.LENGTH + end.length;
    out.writeBytes(head).writeBytes(begin).writeBytes(thread).writeBytes(beforeMarker);
    marker.write(out);
    out.writeBytes(filler, 0, bodyBytes - fixed).writeBytes(end);
  }
}
