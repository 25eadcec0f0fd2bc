package dev.weft.web.http.wire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Finds the head of a request in the bytes that have come so far, each byte looked at once.
/// Mistakes are found as early as the line that has them has ended, so that whoever speaks
/// something else gets an answer and does not wait.
public final class HeadReader {

  /// The longest request line: 100 group ids or 60 user names of 64 encoded bytes fit.
  public static final int MAX_LINE = 16 * 1024;

  /// Request line and headers together.
  public static final int MAX_HEAD = 32 * 1024;

  public static final int MAX_HEADERS = 100;

  private @Nullable RequestLine line;
  private int headersBegin;
  private int lineBegin;
  private int scanned;

  /// Reads a head, if all of it is there; then it is taken out of `in`. If not, nothing is, but for
  /// empty lines before it, and the next call must have the same bytes and more.
  ///
  /// @throws MalformedRequestException if there can be no head whatever follows
  public @Nullable RequestHead read(ByteBuf in) throws MalformedRequestException {
    if (scanned == 0 && !skipEmptyLines(in)) {
      return null;
    }
    while (true) {
      int begin = in.readerIndex();
      int end = in.indexOf(begin + scanned, in.writerIndex(), (byte) '\n');
      int length = (end < 0 ? in.writerIndex() : end) - begin - lineBegin;
      requireSizes(length);
      if (end < 0) {
        scanned = in.readableBytes();
        return null;
      }
      if (length == 0 || in.getByte(end - 1) != '\r') {
        throw MalformedRequestException.badRequest("a line of a request ends with CR and LF");
      }
      scanned = end + 1 - begin;
      if (line == null) {
        line = RequestLine.parse(bytes(in, lineBegin, length - 1));
        headersBegin = scanned;
      } else if (length == 1) {
        return take(in, line);
      }
      lineBegin = scanned;
    }
  }

  /// A few clients send an empty line after a body (RFC 9112, section 2.2).
  private static boolean skipEmptyLines(ByteBuf in) throws MalformedRequestException {
    while (in.isReadable()) {
      int first = in.getByte(in.readerIndex());
      if (first != '\r') {
        if (!Chars.isToken(first)) {
          throw MalformedRequestException.badRequest("this is not HTTP");
        }
        return true;
      }
      if (in.readableBytes() < 2) {
        return false;
      }
      if (in.getByte(in.readerIndex() + 1) != '\n') {
        throw MalformedRequestException.badRequest("a line of a request ends with CR and LF");
      }
      in.skipBytes(2);
    }
    return false;
  }

  private void requireSizes(int length) throws MalformedRequestException {
    if (line == null && length > MAX_LINE) {
      throw new MalformedRequestException(
          414, "the request line has more than " + MAX_LINE + " bytes");
    }
    if (lineBegin + length > MAX_HEAD) {
      throw new MalformedRequestException(
          431, "the head of the request has more than " + MAX_HEAD + " bytes");
    }
  }

  private RequestHead take(ByteBuf in, RequestLine first) throws MalformedRequestException {
    byte[] headers = bytes(in, headersBegin, lineBegin - headersBegin);
    in.skipBytes(scanned);
    line = null;
    headersBegin = 0;
    lineBegin = 0;
    scanned = 0;
    return RequestHead.of(first, HttpHeaders.parse(headers, MAX_HEADERS));
  }

  private static byte[] bytes(ByteBuf in, int from, int length) {
    byte[] bytes = new byte[length];
    in.getBytes(in.readerIndex() + from, bytes);
    return bytes;
  }
}
