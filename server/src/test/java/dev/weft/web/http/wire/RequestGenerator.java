package dev.weft.web.http.wire;

import java.util.List;
import java.util.Random;

/// Makes streams of requests, most of them nearly right: that is where readers disagree.
final class RequestGenerator {

  private final Random random;

  RequestGenerator(long seed) {
    this.random = new Random(seed);
  }

  /// Some requests in a row, in ISO-8859-1.
  String stream() {
    StringBuilder stream = new StringBuilder();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      stream.append(request());
    }
    if (random.nextInt(4) == 0) {
      mutate(stream);
    }
    return stream.append("GET /end HTTP/1.1\r\nHost: x\r\n\r\n").toString();
  }

  private void mutate(StringBuilder stream) {
    String bytes = "\r\n\0 \t:;,0aZ\u00ff+-x";
    char c = bytes.charAt(random.nextInt(bytes.length()));
    int at = random.nextInt(stream.length());
    switch (random.nextInt(4)) {
      case 0 -> stream.setCharAt(at, c);
      case 1 -> stream.insert(at, c);
      case 2 -> stream.deleteCharAt(at);
      default -> stream.insert(at, stream.substring(at, Math.min(stream.length(), at + 9)));
    }
  }

  private String request() {
    StringBuilder head = new StringBuilder();
    head.append(often("POST", "GET", "PUT", "get", "BREW", "", "\r\nPOST")).append(' ');
    head.append(
        often("/a", "/", "/a?b=c&d", "http://h/a", "*", "a", "/a b", "/a#b", "ftp://h/", "//"));
    head.append(often(" HTTP/1.1", " HTTP/1.0", " HTTP/1.2", " HTTP/2.0", "", "  HTTP/1.1"));
    head.append(end());
    head.append(
        often(
            "Host: x\r\n",
            "Host: x:80\r\n",
            "hOST:x\r\n",
            "",
            "Host: x\r\nHost: x\r\n",
            "Host: a b\r\n",
            "Host : x\r\n"));
    head.append(
        often("", "A: b\r\n", ": b\r\n", " folded\r\n", "A: b\nB: c\r\n", "A:\r\n", "A\r\n"));
    String body = "body".repeat(random.nextInt(4));
    return random.nextBoolean() ? withLength(head, body) : withChunks(head, body);
  }

  private String withLength(StringBuilder head, String body) {
    String length = Integer.toString(body.length());
    String line = "Content-Length: " + length + "\r\n";
    head.append(
        often(
            line,
            line,
            "Content-Length: 0" + length + "\r\n",
            "content-length:" + length + " \r\n",
            line + line,
            line + "Content-Length: 1\r\n",
            "Content-Length: +" + length + "\r\n",
            "Content-Length: -1\r\n",
            line + "Transfer-Encoding: chunked\r\n",
            "Content-Length: " + length + "," + length + "\r\n"));
    return head.append(end()).append(body).toString();
  }

  private String withChunks(StringBuilder head, String body) {
    head.append(
        often(
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: Chunked \r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Transfer-Encoding: identity\r\n"));
    head.append(end());
    int chunks = random.nextInt(3);
    for (int i = 0; i < chunks && !body.isEmpty(); i++) {
      head.append(size(body.length())).append(end()).append(body).append(end());
    }
    head.append(often("0", "00", "0;a=b", "0 ", "-0", "")).append(end());
    head.append(often("", "T: x\r\n", "T : x\r\n", " x\r\n", ": x\r\n")).append(end());
    return head.toString();
  }

  private String size(int length) {
    String hex = Integer.toHexString(length);
    return often(
        hex,
        hex.toUpperCase(java.util.Locale.ROOT),
        "0" + hex,
        hex + ";a=b",
        hex + " ;a=\"b\"",
        hex + ";a\rb",
        "+" + hex,
        "0x" + hex,
        hex + " ",
        "-1",
        "ffffffffffffffff",
        hex + "g");
  }

  private String end() {
    return often("\r\n", "\r\n", "\n", "\r", "\r\r\n");
  }

  /// The first one mostly, else any.
  private String often(String... choices) {
    return random.nextInt(14) < 13
        ? choices[0]
        : List.of(choices).get(random.nextInt(choices.length));
  }
}
