package dev.weft.bench.systems;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

/// The HTTP side that limit and peers share: takes a message, and answers when it is told to.
@SuppressWarnings("FutureReturnValueIgnored") // What fails closes its channel.
final class Front {

  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int BACKLOG = 4_096;
  private static final ByteBuf OK = answer("200 OK");
  private static final ByteBuf ERROR = answer("503 Service Unavailable");

  private Front() {}

  /// Listens on a free port of the loopback.
  ///
  /// @param handler takes a message and whom to tell its status, on any thread
  /// @return the port
  static int listen(EventLoopGroup group, BiConsumer<MessageRequest, IntConsumer> handler)
      throws InterruptedException {
    Channel channel =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel made) {
                    made.pipeline()
                        .addLast(new HttpRequestDecoder())
                        .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                        .addLast(new Handler(handler));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  private static ByteBuf answer(String status) {
    return Unpooled.unreleasableBuffer(
        Unpooled.directBuffer()
            .writeBytes(
                ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)));
  }

  private static final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final BiConsumer<MessageRequest, IntConsumer> handler;

    private Handler(BiConsumer<MessageRequest, IntConsumer> handler) {
      this.handler = handler;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      MessageRequest message =
          MessageRequest.parse(request.content().toString(StandardCharsets.UTF_8));
      handler.accept(
          message,
          status ->
              context.writeAndFlush(
                  status == 200 ? OK.duplicate() : ERROR.duplicate(), context.voidPromise()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
