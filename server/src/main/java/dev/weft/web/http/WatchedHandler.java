package dev.weft.web.http;

import io.netty.channel.ChannelInboundHandlerAdapter;

/// What receives for one connection, and is watched.
abstract class WatchedHandler extends ChannelInboundHandlerAdapter implements Watched {

  private int slot = -1;

  @Override
  public final int slot() {
    return slot;
  }

  @Override
  public final void slot(int where) {
    slot = where;
  }
}
