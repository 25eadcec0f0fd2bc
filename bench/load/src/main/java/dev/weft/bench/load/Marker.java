package dev.weft.bench.load;

import io.netty.buffer.ByteBuf;

/// The number of a message and of its thread, written into the text of the message. It comes
/// through every system unchanged, so the receiver knows what it got.
///
/// @param id of the message, unique in one run
/// @param thread index of the thread, from 0
public record Marker(long id, int thread) {

  /// Appears nowhere else in a body.
  private static final byte FENCE = '~';

  private static final int ID_DIGITS = 10;
  private static final int THREAD_DIGITS = 7;

  /// Bytes of a marker.
  public static final int LENGTH = 1 + ID_DIGITS + 1 + THREAD_DIGITS + 1;

  /// Writes it as ASCII.
  public void write(ByteBuf out) {
    out.writeByte(FENCE);
    digits(out, id, ID_DIGITS);
    out.writeByte(',');
    digits(out, thread, THREAD_DIGITS);
    out.writeByte(FENCE);
  }

  /// As the text of a message.
  String text() {
    return "%c%010d,%07d%c".formatted(FENCE, id, thread, FENCE);
  }

  private static void digits(ByteBuf out, long number, int count) {
    int at = out.writerIndex();
    out.writerIndex(at + count);
    long rest = number;
    for (int i = count - 1; i >= 0; i--) {
      out.setByte(at + i, (int) ('0' + rest % 10));
      rest /= 10;
    }
  }

  /// The first marker in `body`.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Marker find(ByteBuf body) {
    int start = body.indexOf(body.readerIndex(), body.writerIndex(), FENCE);
    if (start < 0 || start + LENGTH > body.writerIndex()) {
      throw new IllegalArgumentException("a callback that carries none of our messages");
    }
    long id = number(body, start + 1, ID_DIGITS);
    int thread = (int) number(body, start + 2 + ID_DIGITS, THREAD_DIGITS);
    return new Marker(id, thread);
  }

  private static long number(ByteBuf body, int at, int count) {
    long number = 0;
    for (int i = at; i < at + count; i++) {
      int digit = body.getByte(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new IllegalArgumentException("a callback whose marker is broken");
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
