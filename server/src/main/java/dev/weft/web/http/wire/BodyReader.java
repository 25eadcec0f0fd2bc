package dev.weft.web.http.wire;

import io.netty.buffer.ByteBuf;

/// Takes one body out of the bytes of a connection.
public sealed interface BodyReader permits KnownLengthReader, ChunkedReader {

  /// Reads on, until the body has ended, the bytes have, or the sink has no room.
  ///
  /// @return whether the body has ended
  /// @throws MalformedRequestException if it is broken, or the sink refuses
  boolean read(ByteBuf in, BodySink sink) throws MalformedRequestException;

  /// Bytes that are still to come, if the head said how many; else a number beyond any bound.
  long remaining();

  /// Reads a body of such a length.
  static BodyReader of(BodyLength length) {
    return switch (length) {
      case BodyLength.None() -> new KnownLengthReader(0);
      case BodyLength.Known(long bytes) -> new KnownLengthReader(bytes);
      case BodyLength.Chunked() -> new ChunkedReader();
    };
  }
}
