package dev.weft.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// HTTP over Netty, with nothing that is not needed: requests and answers are written as bytes.
public final class Wire {

  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int BACKLOG = 4_096;

  private Wire() {}

  /// An answer without a body. To be duplicated for each use.
  public static ByteBuf answer(String status) {
    return Unpooled.unreleasableBuffer(
        Unpooled.directBuffer()
            .writeBytes(
                ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)));
  }

  /// Listens on the loopback.
  ///
  /// @param port 0 for a free one
  /// @param handler makes what takes the whole requests of a connection
  public static Channel listen(EventLoopGroup group, int port, Supplier<ChannelHandler> handler)
      throws InterruptedException {
    return new ServerBootstrap()
        .group(group)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpRequestDecoder())
                    .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                    .addLast(handler.get());
              }
            })
        .bind(InetAddress.getLoopbackAddress(), port)
        .sync()
        .channel();
  }

  /// The port a listener has.
  public static int port(Channel listener) {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /// Connects to a port of the loopback.
  ///
  /// @param handler takes the parts of answers
  public static ChannelFuture connect(EventLoop loop, int port, ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel made) {
                made.pipeline().addLast(new HttpResponseDecoder()).addLast(handler);
              }
            })
        .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }
}
