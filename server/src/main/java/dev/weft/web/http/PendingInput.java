package dev.weft.web.http;

import dev.weft.web.http.wire.MalformedRequestException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/// Bytes of one connection that were received and not understood yet. While there are none, nothing
/// is held. Used by one event loop alone.
final class PendingInput {

  private final ByteBudget budget;
  private @Nullable ByteBuf bytes;
  private ByteBudget.@Nullable Lease lease;
  private int held;

  PendingInput(ByteBudget budget) {
    this.budget = budget;
  }

  /// Adds what was received.
  void add(ByteBufAllocator allocator, ByteBuf more) {
    ByteBuf before = bytes;
    bytes =
        before == null
            ? more
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, before, more);
  }

  boolean isEmpty() {
    return bytes == null || !bytes.isReadable();
  }

  /// What there is, to be read from.
  ByteBuf bytes() {
    return bytes == null ? Unpooled.EMPTY_BUFFER : bytes;
  }

  /// Gives what is left to somebody else, who releases it.
  @Nullable ByteBuf handOver() {
    ByteBuf rest = bytes;
    bytes = null;
    release();
    return rest;
  }

  /// Counts what is left.
  ///
  /// @return how many bytes that are
  /// @throws MalformedRequestException 503 if there is no memory for them
  int hold() throws MalformedRequestException {
    int left = 0;
    if (bytes != null) {
      left = bytes.readableBytes();
      if (left == 0) {
        bytes.release();
        bytes = null;
      }
    }
    if (left > held) {
      if (lease == null) {
        lease = budget.lease();
      }
      if (!lease.take(left - held)) {
        throw new MalformedRequestException(503, "The server has no memory at present.");
      }
    } else if (left < held && lease != null) {
      lease.give(held - left);
    }
    held = left;
    return left;
  }

  void release() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
    if (lease != null) {
      lease.close();
      lease = null;
    }
    held = 0;
  }
}
