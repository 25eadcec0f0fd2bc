package dev.weft.web.http.wire;

import io.netty.buffer.ByteBuf;

/// A body of as many bytes as the head said.
final class KnownLengthReader implements BodyReader {

  private long remaining;

  KnownLengthReader(long length) {
    this.remaining = length;
  }

  @Override
  public boolean read(ByteBuf in, BodySink sink) throws MalformedRequestException {
    while (remaining > 0 && in.isReadable()) {
      int taken = sink.take(in, (int) Math.min(remaining, in.readableBytes()));
      if (taken == 0) {
        return false;
      }
      remaining -= taken;
    }
    return remaining == 0;
  }

  @Override
  public long remaining() {
    return remaining;
  }
}
