package dev.weft.web.multipart;

import dev.weft.web.http.wire.HeaderValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Finds parts of a `multipart/form-data` body (RFC 7578) and streams them: the body goes by once,
/// through one buffer, and nothing of it is kept.
///
/// Written here because a part may say nothing about its own length and must not be believed if it
/// does: it ends at the boundary and nowhere else. A body that ends before that is broken, so half
/// an upload never passes for a whole one.
public final class Multipart {

  /// A form has a file and a few fields. More parts are somebody's joke.
  private static final int MAX_PARTS = 16;

  /// The headers of one part: a name, a file name, a type.
  private static final int MAX_HEADER_BYTES = 8 * 1024;

  /// RFC 2046 allows 70.
  private static final int MAX_BOUNDARY = 200;

  private static final int BUFFER = 64 * 1024;
  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] HEADERS_END = {'\r', '\n', '\r', '\n'};

  private final InputStream body;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private int parts;

  /// One part.
  ///
  /// @param bytes its content, to its boundary
  public record Part(PartHeaders headers, InputStream bytes) {}

  private Multipart(InputStream body, String boundary) {
    this.body = body;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // The first boundary has no line before it whose end it could begin with.
    System.arraycopy(LINE_END, 0, buffer, 0, LINE_END.length);
    end = LINE_END.length;
  }

  /// The first part called `name`; empty if the body has none, or is not a form at all.
  public static Optional<Part> find(String name, Optional<String> contentType, InputStream body) {
    return open(contentType, body).flatMap(form -> form.find(name));
  }

  /// The parts of a body, one after the other; empty if it is not a form at all.
  public static Optional<Multipart> open(Optional<String> contentType, InputStream body) {
    return contentType
        .filter(type -> HeaderValue.parse(type).is("multipart/form-data"))
        .flatMap(type -> HeaderValue.parse(type).parameter("boundary"))
        .filter(boundary -> !boundary.isEmpty() && boundary.length() <= MAX_BOUNDARY)
        .map(boundary -> new Multipart(body, boundary));
  }

  private Optional<Part> find(String name) {
    Optional<Part> part = next();
    while (part.filter(found -> !found.headers().name().equals(name)).isPresent()) {
      part = next();
    }
    return part;
  }

  /// The next part; what was not read of the one before is skipped. Empty after the last, and if
  /// the body is broken.
  public Optional<Part> next() {
    try {
      skipToBoundary();
      parts++;
      return parts > MAX_PARTS || isLast()
          ? Optional.empty()
          : Optional.of(new Part(readHeaders(), new Content()));
    } catch (BrokenException e) {
      return Optional.empty();
    }
  }

  private void skipToBoundary() throws BrokenException {
    while (!isAtBoundary()) {
      start += contentAvailable();
    }
    start += delimiter.length;
  }

  /// Bytes in the buffer that certainly belong to the part. None is left only at the boundary.
  private int contentAvailable() throws BrokenException {
    while (true) {
      int boundary = indexOf(delimiter);
      if (boundary >= 0) {
        return boundary - start;
      }
      // What may turn out to be the beginning of the boundary has to wait for the rest of it.
      int certain = end - start - (delimiter.length - 1);
      if (certain > 0) {
        return certain;
      }
      fill();
    }
  }

  private boolean isAtBoundary() throws BrokenException {
    return contentAvailable() == 0;
  }

  /// After a boundary: whether it is the closing one, or a part follows.
  private boolean isLast() throws BrokenException {
    while (end - start < 2) {
      fill();
    }
    return buffer[start] == '-' && buffer[start + 1] == '-';
  }

  /// The headers after a boundary: blanks, the end of its line, the headers, an empty line.
  private PartHeaders readHeaders() throws BrokenException {
    int headersEnd = indexOf(HEADERS_END);
    while (headersEnd < 0) {
      if (end - start > MAX_HEADER_BYTES) {
        throw new BrokenException();
      }
      fill();
      headersEnd = indexOf(HEADERS_END);
    }
    String text = new String(buffer, start, headersEnd - start, StandardCharsets.UTF_8);
    start = headersEnd + HEADERS_END.length;
    return PartHeaders.parse(text);
  }

  private int indexOf(byte[] wanted) {
    for (int at = start; at <= end - wanted.length; at++) {
      if (buffer[at] == wanted[0] && matchesAt(at, wanted)) {
        return at;
      }
    }
    return -1;
  }

  private boolean matchesAt(int at, byte[] wanted) {
    for (int i = 1; i < wanted.length; i++) {
      if (buffer[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /// Reads more behind what is left. There is always room: what waits for more is at most the
  /// headers of a part or the beginning of a boundary.
  private void fill() throws BrokenException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    int count;
    try {
      count = body.read(buffer, end, buffer.length - end);
    } catch (IOException e) {
      throw new UncheckedIOException("the client went away", e);
    }
    if (count < 0) {
      throw new BrokenException();
    }
    end += count;
  }

  /// The body ends where it must not, or its parts are none.
  private static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenException() {
      super("the multipart body is broken");
    }
  }

  /// The content of the part that the buffer stands at.
  private final class Content extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count = Math.min(contentAvailable(), length);
      if (count == 0) {
        return -1;
      }
      System.arraycopy(buffer, start, to, offset, count);
      start += count;
      return count;
    }
  }
}
