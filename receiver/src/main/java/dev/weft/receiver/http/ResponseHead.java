package dev.weft.receiver.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The status line and the headers of an answer, within bounds.
record ResponseHead(int status, boolean isHttp11, Map<String, List<String>> headers) {

  /// Of one line, and of all headers together.
  private static final int MAX_LINE = 64 * 1024;

  private static final int MAX_HEADERS = 1_000;

  /// Reads the head of the final answer; those of 1xx are passed over.
  static ResponseHead read(InputStream in) throws IOException {
    ResponseHead head = one(in);
    for (int i = 0; head.status >= 100 && head.status < 200 && head.status != 101; i++) {
      if (i == MAX_HEADERS) {
        throw new ProtocolException("the server answers with 1xx without end");
      }
      head = one(in);
    }
    return head;
  }

  private static ResponseHead one(InputStream in) throws IOException {
    String line = line(in);
    String[] parts = line.split(" ", 3);
    if (!parts[0].startsWith("HTTP/1.") || parts.length < 2 || !parts[1].matches("[1-9][0-9]{2}")) {
      throw new ProtocolException("what answers does not speak HTTP/1.1");
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    int size = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      size += header.length();
      if (colon < 1 || size > MAX_LINE * 4 || headers.size() >= MAX_HEADERS) {
        throw new ProtocolException("the headers of the answer cannot be read");
      }
      headers
          .computeIfAbsent(
              header.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(header.substring(colon + 1).strip());
    }
    return new ResponseHead(Integer.parseInt(parts[1]), parts[0].equals("HTTP/1.1"), headers);
  }

  /// A line without its end.
  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection before its answer was complete");
      }
      if (line.length() > MAX_LINE) {
        throw new ProtocolException("a line of the answer is longer than " + MAX_LINE + " bytes");
      }
      line.append(new String(new byte[] {(byte) c}, ISO_8859_1));
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  @Nullable String first(String name) {
    List<String> values = headers.get(name);
    return values == null ? null : values.get(0);
  }

  boolean keepsAlive() {
    String connection = first("connection");
    return isHttp11
        && (connection == null || !connection.toLowerCase(Locale.ROOT).contains("close"));
  }

  boolean isChunked() {
    String coding = first("transfer-encoding");
    return coding != null && coding.toLowerCase(Locale.ROOT).contains("chunked");
  }

  /// Absent if the answer ends with the connection.
  @Nullable Long length() throws IOException {
    String length = first("content-length");
    if (length == null) {
      return null;
    }
    try {
      long bytes = Long.parseLong(length);
      if (bytes >= 0) {
        return bytes;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new ProtocolException("the answer has no readable Content-Length");
  }
}
