package dev.weft.web.http;

import dev.weft.trace.LogText;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What receives for one connection, and is watched.
abstract class WatchedHandler extends ChannelInboundHandlerAdapter implements Watched {

  private static final Logger log = LoggerFactory.getLogger(WatchedHandler.class);

  private int index = -1;

  @Override
  public final int index() {
    return index;
  }

  @Override
  public final void index(int where) {
    index = where;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // What is no TLS comes wrapped by the decoder.
    if (cause instanceof IOException || cause.getCause() instanceof IOException) {
      log.debug("connection broke off reason=\"{}\"", LogText.of(cause.getMessage()));
    } else {
      log.error("connection failed, it is closed", cause);
    }
    var _ = ctx.close();
  }
}
