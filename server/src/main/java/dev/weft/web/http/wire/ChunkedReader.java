package dev.weft.web.http.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// A body in chunks (RFC 9112, section 7.1), read strictly: a size is hexadecimal digits and
/// nothing else, each line ends with CR and LF, and so does each chunk. Extensions and trailers are
/// checked and dropped.
final class ChunkedReader implements BodyReader {

  /// 2 to the power of 60: nobody means more.
  private static final int MAX_SIZE_DIGITS = 15;

  /// A size with its extensions.
  private static final int MAX_SIZE_LINE = 1024;

  /// All extensions, and all trailers, of one body.
  private static final int MAX_DROPPED = 16 * 1024;

  private enum Part {
    SIZE,
    DATA,
    DATA_END,
    TRAILERS,
    END
  }

  private Part part = Part.SIZE;
  private final StringBuilder line = new StringBuilder(16);
  private long left;
  private int dropped;

  @Override
  public boolean read(ByteBuf in, BodySink sink) throws MalformedRequestException {
    while (part != Part.END) {
      boolean goesOn =
          switch (part) {
            case SIZE -> readSize(in);
            case DATA -> readData(in, sink);
            case DATA_END -> readDataEnd(in);
            case TRAILERS -> readTrailer(in);
            case END -> false;
          };
      if (!goesOn) {
        return part == Part.END;
      }
    }
    return true;
  }

  @Override
  public long remaining() {
    return part == Part.END ? 0 : Long.MAX_VALUE;
  }

  private boolean readSize(ByteBuf in) throws MalformedRequestException {
    if (!readLine(in, MAX_SIZE_LINE)) {
      return false;
    }
    left = size();
    part = left == 0 ? Part.TRAILERS : Part.DATA;
    line.setLength(0);
    return true;
  }

  private long size() throws MalformedRequestException {
    int digits = 0;
    long size = 0;
    while (digits < line.length() && hex(line.charAt(digits)) >= 0) {
      size = size << 4 | hex(line.charAt(digits));
      digits++;
      if (digits > MAX_SIZE_DIGITS) {
        throw bad("the size of a chunk has too many digits");
      }
    }
    if (digits == 0) {
      throw bad("a chunk begins with its size in hexadecimal digits");
    }
    requireExtensions(digits);
    return size;
  }

  /// After the size nothing may stand but `;` and what belongs to it.
  private void requireExtensions(int from) throws MalformedRequestException {
    int at = from;
    while (at < line.length() && Chars.isBlank(line.charAt(at))) {
      at++;
    }
    if (at == line.length() && at == from) {
      return;
    }
    if (at == line.length() || line.charAt(at) != ';') {
      throw bad("after the size of a chunk only an extension may follow");
    }
    drop(line.length() - from);
  }

  private static int hex(char c) {
    if (Chars.isDigit(c)) {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' && c < 128 ? letter - 'a' + 10 : -1;
  }

  private boolean readData(ByteBuf in, BodySink sink) throws MalformedRequestException {
    while (left > 0) {
      int most = (int) Math.min(left, in.readableBytes());
      int taken = most == 0 ? 0 : sink.take(in, most);
      if (taken == 0) {
        return false;
      }
      left -= taken;
    }
    part = Part.DATA_END;
    return true;
  }

  private boolean readDataEnd(ByteBuf in) throws MalformedRequestException {
    if (!readLine(in, 0)) {
      return false;
    }
    part = Part.SIZE;
    return true;
  }

  private boolean readTrailer(ByteBuf in) throws MalformedRequestException {
    if (!readLine(in, MAX_DROPPED)) {
      return false;
    }
    if (line.isEmpty()) {
      part = Part.END;
      return true;
    }
    drop(line.length());
    byte[] bytes = line.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    HttpHeaders.parse(bytes, HeadReader.MAX_HEADERS);
    line.setLength(0);
    return true;
  }

  private void drop(int bytes) throws MalformedRequestException {
    dropped += bytes;
    if (dropped > MAX_DROPPED) {
      throw bad("the chunks have more extensions or trailers than anybody needs");
    }
  }

  /// Collects a line of at most `max` characters into [#line], without its end.
  private boolean readLine(ByteBuf in, int max) throws MalformedRequestException {
    while (in.isReadable()) {
      char c = (char) in.readUnsignedByte();
      boolean afterReturn = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
      if (c == '\n' && afterReturn) {
        line.setLength(line.length() - 1);
        return true;
      }
      if (afterReturn || (c != '\r' && (line.length() >= max || !Chars.isFieldValue(c)))) {
        throw bad("the chunks of the body are broken");
      }
      line.append(c);
    }
    return false;
  }

  private static MalformedRequestException bad(String sentence) {
    return MalformedRequestException.badRequest(sentence);
  }
}
