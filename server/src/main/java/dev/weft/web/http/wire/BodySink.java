package dev.weft.web.http.wire;

import io.netty.buffer.ByteBuf;

/// Takes the bytes of a body as they come.
@FunctionalInterface
public interface BodySink {

  /// Takes up to `most` bytes out of `in`.
  ///
  /// @return how many were taken; 0 if there is no room at present
  /// @throws MalformedRequestException 413 if the body is larger than it may be, 503 if the server
  ///   has no memory for it
  int take(ByteBuf in, int most) throws MalformedRequestException;
}
