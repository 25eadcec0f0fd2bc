package dev.weft.web.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/// Whether a client takes what it is sent. Who takes next to nothing for a while holds memory and
/// is cut off; how much he has taken before does not count. Used by one event loop alone.
final class WriteProgress {

  private final Channel channel;
  private final long graceNanos;
  private final long least;
  private long queued;
  private long windowBegan;
  private long windowSent;
  private boolean waiting;

  WriteProgress(Channel channel, HttpLimits limits) {
    this.channel = channel;
    this.graceNanos = limits.grace().toNanos();
    this.least = limits.grace().toSeconds() * limits.bytesPerSecond();
  }

  /// Bytes have been handed to the channel.
  void queued(int bytes) {
    queued += bytes;
  }

  boolean hasUnsent() {
    return unsent() > 0;
  }

  private long unsent() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : Math.max(0, buffer.totalPendingWriteBytes() - progress(buffer));
  }

  private static long progress(ChannelOutboundBuffer buffer) {
    return buffer.isEmpty() ? 0 : buffer.currentProgress();
  }

  /// Looks once more.
  ///
  /// @return whether the client takes too little
  boolean isStalled(long now) {
    long unsent = unsent();
    if (unsent == 0) {
      waiting = false;
      return false;
    }
    long sent = queued - unsent;
    if (!waiting) {
      waiting = true;
      windowBegan = now;
      windowSent = sent;
      return false;
    }
    if (now - windowBegan < graceNanos) {
      return false;
    }
    boolean stalled = sent - windowSent < least;
    windowBegan = now;
    windowSent = sent;
    return stalled;
  }
}
