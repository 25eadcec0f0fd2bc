package dev.weft.web.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;

/// Closes a connection after its last answer. A client that is still sending is heard out for a
/// while, and what it sends is dropped: a socket that is closed with unread bytes sends a reset,
/// and a reset destroys the answer before the client has read it.
final class LingeringClose {

  private static final long MOST_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long SILENT_NANOS = Duration.ofSeconds(5).toNanos();

  private final Channel channel;
  private final boolean linger;
  private boolean lingering;
  private long since;
  private long heard;

  LingeringClose(Channel channel, boolean linger) {
    this.channel = channel;
    this.linger = linger;
  }

  /// Goes on when everything has been sent.
  void begin(ChannelFuture sent) {
    channel.config().setAutoRead(linger);
    sent.addListener(
        _ -> {
          if (linger && sent.isSuccess() && channel instanceof DuplexChannel duplex) {
            lingering = true;
            since = System.nanoTime();
            heard = since;
            endOutput(duplex);
          } else {
            var _ = channel.close();
          }
        });
  }

  /// TLS has an end of its own, without which the client takes the answer for cut off.
  private static void endOutput(DuplexChannel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      var _ = channel.shutdownOutput();
    } else {
      var _ =
          tls.closeOutbound()
              .addListener(
                  _ -> {
                    var _ = channel.shutdownOutput();
                  });
    }
  }

  /// Whether the answer has been sent, and the client is heard out.
  boolean isLingering() {
    return lingering;
  }

  /// The client has sent something more.
  void heard(long now) {
    heard = now;
  }

  void tick(long now) {
    if (lingering && (now - since > MOST_NANOS || now - heard > SILENT_NANOS)) {
      var _ = channel.close();
    }
  }
}
