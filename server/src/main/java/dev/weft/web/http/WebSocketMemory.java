package dev.weft.web.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/// Counts what one WebSocket makes the server hold: frames that are not whole yet, messages that
/// nobody has heard, and what waits for the client to read it.
///
/// Until it is known whose client it is, it is a stranger and may have a login's worth.
final class WebSocketMemory {

  /// The most that a stranger may have sent before anybody has heard it: the vendor's login is
  /// about 1 KB, with a long token 4 KB.
  private static final int STRANGER = 16 * 1024;

  /// What may wait for a client even if the sum is used up: else one who reads would be cut off
  /// because others do not.
  private static final int ALWAYS = 16 * 1024;

  /// What a fragment takes beside its bytes, of which it may have none: buffers and their places.
  private static final int FRAGMENT = 256;

  private final ByteBudget.Lease lease;
  private final Frames frames;
  private final Parts parts = new Parts();
  private volatile boolean known;
  private int counted;
  private int unheard;

  WebSocketMemory(ByteBudget budget, WebSocketDecoderConfig config) {
    this.lease = budget.lease();
    this.frames = new Frames(config);
  }

  /// The decoder of frames, which tells how much it holds.
  private static final class Frames extends WebSocket13FrameDecoder {

    private Frames(WebSocketDecoderConfig config) {
      super(config);
    }

    private int held() {
      return actualReadableBytes();
    }
  }

  /// Fragments of a message whose last one has not come.
  private static final class Parts extends ChannelInboundHandlerAdapter {

    private int held;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      switch (message) {
        case BinaryWebSocketFrame frame -> count(frame);
        case TextWebSocketFrame frame -> count(frame);
        case ContinuationWebSocketFrame frame -> count(frame);
        default -> {}
      }
      ctx.fireChannelRead(message);
    }

    private void count(WebSocketFrame frame) {
      held = frame.isFinalFragment() ? 0 : held + FRAGMENT + frame.content().readableBytes();
    }
  }

  /// Goes first in the pipeline.
  ChannelHandler frames() {
    return frames;
  }

  /// Goes between [#frames] and who puts fragments together.
  ChannelHandler parts() {
    return parts;
  }

  /// Says whose client it is.
  void belongsTo(Object owner) {
    boolean _ = lease.belongsTo(owner);
    known = true;
  }

  /// Counts what has been read and is not a whole message; for the event loop.
  ///
  /// @return whether the client may have so much
  boolean mayHold() {
    int held = frames.held() + parts.held;
    int more = held - counted;
    if (more < 0) {
      lease.give(-more);
    } else if (more > 0 && !lease.take(more)) {
      return false;
    }
    counted = held;
    return known || held + unheard() <= STRANGER;
  }

  private synchronized int unheard() {
    return unheard;
  }

  /// Counts a message that its listener has not heard.
  ///
  /// @return false if there is no memory for it
  synchronized boolean received(int bytes) {
    if (!lease.take(bytes)) {
      return false;
    }
    unheard += bytes;
    return true;
  }

  synchronized void heard(int bytes) {
    unheard -= bytes;
    lease.give(bytes);
  }

  /// Counts what is about to wait for the client.
  ///
  /// @param backlog what waits for it, this included
  /// @return how much of it was counted, to be given to [#sent]; -1 if the client is to be cut off
  int sending(int bytes, int backlog) {
    if (lease.take(bytes)) {
      return bytes;
    }
    return backlog <= ALWAYS ? 0 : -1;
  }

  void sent(int counted) {
    lease.give(counted);
  }

  /// Gives everything back.
  void release() {
    lease.close();
  }
}
