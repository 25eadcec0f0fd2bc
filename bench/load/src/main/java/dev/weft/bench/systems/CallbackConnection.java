package dev.weft.bench.systems;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// One keep-alive connection to the receiver, with one callback under way at a time: the cheapest
/// client there is, which limit and peers share. All of it happens on its event loop.
@SuppressWarnings("FutureReturnValueIgnored") // What fails closes its channel.
final class CallbackConnection extends SimpleChannelInboundHandler<HttpObject> {

  private final EventLoop loop;
  private final InetSocketAddress receiver;
  private @Nullable Channel channel;
  private @Nullable IntConsumer waiting;
  private int status;

  CallbackConnection(EventLoop loop, InetSocketAddress receiver) {
    super(HttpObject.class);
    this.loop = loop;
    this.receiver = receiver;
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  EventLoop loop() {
    return loop;
  }

  /// Sends on the event loop.
  ///
  /// @param then takes the status of the answer, or 0 if there is none
  void send(Callback callback, IntConsumer then) {
    waiting = then;
    status = 0;
    Channel open = channel;
    if (open != null && open.isActive()) {
      write(open, callback);
      return;
    }
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel made) {
                made.pipeline().addLast(new HttpResponseDecoder()).addLast(CallbackConnection.this);
              }
            })
        .connect(receiver)
        .addListener(
            (ChannelFuture connected) -> {
              if (connected.isSuccess()) {
                channel = connected.channel();
                write(connected.channel(), callback);
              } else {
                finish();
              }
            });
  }

  private void write(Channel open, Callback callback) {
    ByteBuf out = open.alloc().directBuffer(callback.body().length() + 512);
    ByteBufUtil.writeAscii(
        out,
        """
        POST /callback HTTP/1.1\r
        Host: 127.0.0.1\r
        Content-Type: application/json\r
        webhook-id: %s\r
        webhook-timestamp: %d\r
        webhook-signature: %s\r
        Content-Length: %d\r
        \r
        """
            .formatted(
                callback.id(),
                callback.timestamp(),
                callback.signature(),
                ByteBufUtil.utf8Bytes(callback.body())));
    out.writeCharSequence(callback.body(), StandardCharsets.UTF_8);
    open.writeAndFlush(out, open.voidPromise());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (part instanceof HttpResponse response) {
      status = response.status().code();
    }
    if (part instanceof LastHttpContent) {
      finish();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    status = 0;
    finish();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private void finish() {
    IntConsumer then = waiting;
    waiting = null;
    if (then != null) {
      then.accept(status);
    }
  }

  /// Gives up what is under way, from any thread.
  void abort() {
    Channel open = channel;
    if (open != null) {
      open.close();
    }
  }
}
