package dev.weft.web.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// Answers pings of one client: the newest of those that came together, and none before the client
/// has taken the answers before (RFC 6455, section 5.5.3). Who pings and does not read gets no
/// further. For the event loop.
final class PingAnswer {

  private final Channel channel;

  /// What a ping carried that is to be answered.
  private @Nullable ByteBuf owed;

  PingAnswer(Channel channel) {
    this.channel = channel;
  }

  /// A ping has come.
  ///
  /// @param content what it carried; it is released here
  void owe(ByteBuf content) {
    forget();
    owed = content;
  }

  /// Answers what has come, if the client takes it.
  void answer(boolean closing) {
    ByteBuf content = owed;
    if (content != null && !closing && channel.isWritable()) {
      owed = null;
      var _ = channel.writeAndFlush(new PongWebSocketFrame(content));
    }
  }

  /// There will be no answer.
  void forget() {
    ReferenceCountUtil.release(owed);
    owed = null;
  }
}
