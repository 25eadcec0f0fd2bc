package dev.weft.web.http;

import dev.weft.web.http.wire.MalformedRequestException;
import dev.weft.web.http.wire.ResponseHead;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;

/// What one connection sends. But for [#execute], for its event loop alone.
final class ConnectionOutput {

  private final Channel channel;
  private final ServerContext server;
  private final WriteProgress progress;

  ConnectionOutput(Channel channel, ServerContext server) {
    this.channel = channel;
    this.server = server;
    this.progress = new WriteProgress(channel, server.limits());
  }

  /// The other end.
  InetSocketAddress peer() {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address
        : InetSocketAddress.createUnresolved("unknown", 0);
  }

  /// Runs something on the event loop; for any thread.
  ///
  /// @return false if the server has stopped, and nothing runs any more
  boolean execute(Runnable task) {
    try {
      channel.eventLoop().execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /// Hands bytes to the client; told when they are sent, or why not.
  ChannelFuture send(byte[] bytes) {
    progress.queued(bytes.length);
    return channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
  }

  /// Sends an answer that is complete.
  ChannelFuture send(byte[] head, byte[] body) {
    if (body.length == 0) {
      return send(head);
    }
    progress.queued(head.length + body.length);
    var _ = channel.write(Unpooled.wrappedBuffer(head));
    return channel.writeAndFlush(Unpooled.wrappedBuffer(body));
  }

  /// Sends the answer to what is no request.
  void refuse(MalformedRequestException reason) {
    ResponseHead head = new ResponseHead();
    head.status(reason.status());
    head.header("Content-Type", "application/json");
    switch (reason.status()) {
      case 426 -> WebSocketHandshake.explain(head);
      case 503 -> head.header("Retry-After", "1");
      default -> {}
    }
    byte[] json = server.errors().json(reason.status(), reason.sentence());
    ResponseHead.Length length = new ResponseHead.Length.Known(json.length);
    var _ = send(head.bytes(server.date().now(), length, "close"), json);
  }

  /// Waits until everything has been sent.
  ChannelFuture flushed() {
    return channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
  }

  boolean hasUnsent() {
    return progress.hasUnsent();
  }

  /// Whether the client takes too little of what it is sent.
  boolean isStalled(long now) {
    return progress.isStalled(now);
  }
}
