package dev.weft.outbound;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the answers on one connection (RFC 9112). The status line is the answer. What follows is
/// read as far as it comes, and never beyond a bound; when it is not what it should be, the
/// connection is not used again, and that is all.
final class AnswerReader {

  private static final int BUFFER = 4_096;

  /// A status line may be so long; of other lines so much is looked at.
  private static final int MAX_LINE = 8_192;

  /// Bytes of header fields, chunk sizes and trailers that are read of one answer.
  private static final int MAX_FIELDS = 1 << 18;

  private static final int MAX_EMPTY_LINES = 4;

  /// The status that needs no explanation.
  private static final int OK = 200;

  private final InputStream in;
  private final int maxBody;
  private final byte[] buffer = new byte[BUFFER];
  private final StringBuilder line = new StringBuilder(128);
  private int position;
  private int end;
  private boolean started;
  private int fieldBytes;

  /// @param maxBody bytes of a body that are kept; the rest is not read
  AnswerReader(InputStream in, int maxBody) {
    this.in = in;
    this.maxBody = maxBody;
  }

  /// An answer.
  ///
  /// @param fields of a head whose status is not 200
  /// @param reusable whether another request may follow on the connection
  @SuppressWarnings("ArrayRecordComponent") // Never compared by content.
  record Answer(
      int status,
      byte[] body,
      @Nullable String retryAfter,
      List<HttpField> fields,
      boolean reusable) {}

  /// Whether anything has come since the last answer.
  boolean hasStarted() {
    return started || position < end;
  }

  boolean hasUnread() {
    return position < end;
  }

  /// A request is about to be sent.
  void begin() {
    started = false;
  }

  /// Passes interim answers over and reads up to the status line of the final one, then the rest.
  ///
  /// @param atStatus told when the status line has come
  /// @throws IOException if no status line comes, or what comes is none
  Answer read(Runnable atStatus) throws IOException {
    StatusLine status = finalStatus(atStatus);
    ByteArrayOutputStream body = new ByteArrayOutputStream(64);
    HeadFields fields = new HeadFields();
    fields.kept = status.code() == OK ? null : new AnswerFields();
    boolean whole = false;
    try {
      read(fields, status);
      whole = isBodyRead(status.code(), fields, body);
    } catch (IOException e) {
      // The verdict is in the status line.
    }
    boolean reusable = whole && fields.isFramed() && fields.keepAlive && !hasUnread();
    return new Answer(status.code(), body.toByteArray(), fields.retryAfter, kept(fields), reusable);
  }

  /// An answer whose body is still to be read.
  ///
  /// @param location of what is elsewhere
  record Begun(int status, String contentType, @Nullable String location, AnswerBody body) {}

  /// As [#read], but leaves the body to the caller.
  ///
  /// @throws IOException also if nobody can tell where the body ends
  Begun readHead(Runnable atStatus) throws IOException {
    StatusLine status = finalStatus(atStatus);
    HeadFields fields = new HeadFields();
    read(fields, status);
    if (!fields.isFramed()) {
      throw new ProtocolException("the end of the answer cannot be told");
    }
    return new Begun(
        status.code(),
        fields.contentType == null ? "" : fields.contentType,
        fields.location,
        new AnswerBody(this, fields.chunked, fields.length));
  }

  /// The size of the next chunk; 0 behind the last one, whose trailers were read.
  ///
  /// @param begun whether another chunk ends here
  long nextChunk(boolean begun) throws IOException {
    fieldBytes = 0;
    if (begun) {
      boolean _ = readLine();
      if (!line.isEmpty()) {
        throw new ProtocolException("no end of line after a chunk");
      }
    }
    long size = chunkSize();
    if (size == 0) {
      do {
        boolean _ = readLine();
      } while (!line.isEmpty());
    }
    return size;
  }

  /// Copies what is there of the next bytes, at least one.
  int copy(byte[] to, int offset, int most) throws IOException {
    fill();
    int count = Math.min(most, end - position);
    System.arraycopy(buffer, position, to, offset, count);
    position += count;
    return count;
  }

  /// The status line of the answer itself, behind those that only inform (RFC 9110, section 15.2).
  private StatusLine finalStatus(Runnable atStatus) throws IOException {
    StatusLine status = statusLine();
    while (status.code() < 200) {
      read(new HeadFields(), status);
      status = statusLine();
    }
    atStatus.run();
    return status;
  }

  private static List<HttpField> kept(HeadFields fields) {
    return fields.kept == null ? List.of() : fields.kept.all();
  }

  private record StatusLine(int code, boolean keepsAlive) {}

  private StatusLine statusLine() throws IOException {
    fieldBytes = 0;
    for (int i = 0; i <= MAX_EMPTY_LINES; i++) {
      boolean complete = readLine();
      String text = line.toString();
      if (!complete) {
        throw new ProtocolException("the status line is too long");
      }
      if (!text.isEmpty()) {
        return parsed(text);
      }
    }
    throw new ProtocolException("no status line");
  }

  private static StatusLine parsed(String text) throws ProtocolException {
    boolean isHttp =
        text.length() >= 12
            && text.startsWith("HTTP/1.")
            && HeadFields.isDigit(text.charAt(7))
            && text.charAt(8) == ' '
            && text.charAt(9) >= '1'
            && text.charAt(9) <= '9'
            && HeadFields.isDigit(text.charAt(10))
            && HeadFields.isDigit(text.charAt(11))
            && (text.length() == 12 || text.charAt(12) == ' ');
    if (!isHttp) {
      throw new ProtocolException("not an HTTP/1.1 answer");
    }
    return new StatusLine(Integer.parseInt(text.substring(9, 12)), text.charAt(7) != '0');
  }

  private void read(HeadFields fields, StatusLine status) throws IOException {
    fields.keepAlive = status.keepsAlive();
    while (true) {
      boolean complete = readLine();
      if (line.isEmpty()) {
        return;
      }
      int colon = line.indexOf(":");
      if (colon > 0 && complete) {
        fields.take(line.substring(0, colon), line.substring(colon + 1).strip());
      } else if (colon <= 0) {
        fields.contradictory = true;
      }
    }
  }

  /// Reads a body, or as much of it as is wanted. True if it was read to its end, and the end is
  /// known.
  private boolean isBodyRead(int status, HeadFields fields, ByteArrayOutputStream body)
      throws IOException {
    if (status == 204 || status == 304) {
      return true;
    }
    if (fields.chunked) {
      return isChunkedRead(body);
    }
    if (fields.length >= 0 && !fields.contradictory) {
      return isRead(fields.length, body);
    }
    // Its end is that of the connection.
    while (body.size() < maxBody) {
      copy(maxBody - body.size(), body);
    }
    return false;
  }

  private boolean isRead(long length, ByteArrayOutputStream body) throws IOException {
    long left = length;
    while (left > 0 && body.size() < maxBody) {
      left -= copy((int) Math.min(left, maxBody - body.size()), body);
    }
    return left == 0;
  }

  private boolean isChunkedRead(ByteArrayOutputStream body) throws IOException {
    while (true) {
      long size = chunkSize();
      if (size == 0) {
        do {
          boolean _ = readLine();
        } while (!line.isEmpty());
        return true;
      }
      if (!isRead(size, body)) {
        return false;
      }
      boolean _ = readLine();
      if (!line.isEmpty()) {
        throw new ProtocolException("no end of line after a chunk");
      }
    }
  }

  private long chunkSize() throws IOException {
    boolean _ = readLine();
    int digits = 0;
    long size = 0;
    while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0) {
      size = size * 16 + Character.digit(line.charAt(digits), 16);
      digits++;
    }
    if (digits == 0 || digits > 15) {
      throw new ProtocolException("no size of a chunk");
    }
    return size;
  }

  /// Copies what is there of the next bytes, at least one.
  private int copy(int most, ByteArrayOutputStream body) throws IOException {
    fill();
    int count = Math.min(most, end - position);
    body.write(buffer, position, count);
    position += count;
    return count;
  }

  /// Reads to the end of a line into [#line], without its end. False if the line was too long to be
  /// kept whole.
  private boolean readLine() throws IOException {
    line.setLength(0);
    boolean complete = true;
    while (true) {
      fill();
      int c = buffer[position++] & 0xff;
      if (++fieldBytes > MAX_FIELDS) {
        throw new ProtocolException("the head of the answer has no end");
      }
      if (c == '\n') {
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
          line.setLength(last);
        }
        return complete;
      }
      if (line.length() < MAX_LINE) {
        line.append((char) c);
      } else {
        complete = false;
      }
    }
  }

  private void fill() throws IOException {
    if (position < end) {
      started = true;
      return;
    }
    position = 0;
    end = 0;
    int read = in.read(buffer, 0, BUFFER);
    if (read < 0) {
      throw new EOFException(
          started
              ? "the connection was closed in the middle of the answer"
              : "the connection was closed without an answer");
    }
    started = true;
    end = read;
  }

  static String text(byte[] body, int maxChars) {
    String text = new String(body, StandardCharsets.UTF_8);
    return text.substring(0, Math.min(text.length(), maxChars));
  }
}
