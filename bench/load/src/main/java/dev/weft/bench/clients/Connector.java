package dev.weft.bench.clients;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.InetSocketAddress;
import java.net.URI;

/// Connects clients. One address has about 28,000 ports for the same server: further clients come
/// from further loopback addresses, 127.0.0.2 and so on.
final class Connector implements AutoCloseable {

  private static final int PER_ADDRESS = 20_000;
  private static final int MAX_FRAME = 1 << 20;
  private static final int MAX_ANSWER = 8_192;

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

  private final int port;

  Connector(int port) {
    this.port = port;
  }

  /// Connects a client, which logs in then: [BenchClient#in] tells what came of it.
  ///
  /// @param number of the client, by which its address is chosen
  void connect(BenchClient client, int number) {
    URI url = URI.create("ws://127.0.0.1:" + port + "/ws");
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(MAX_ANSWER),
                            new WebSocketClientProtocolHandler(
                                WebSocketClientHandshakerFactory.newHandshaker(
                                    url,
                                    WebSocketVersion.V13,
                                    null,
                                    false,
                                    new DefaultHttpHeaders(),
                                    MAX_FRAME)),
                            client);
                  }
                });
    ChannelFuture connecting =
        bootstrap.connect(
            new InetSocketAddress("127.0.0.1", port),
            new InetSocketAddress("127.0.0." + (2 + number / PER_ADDRESS), 0));
    var _ =
        connecting.addListener(
            done -> {
              if (!done.isSuccess()) {
                client.in().completeExceptionally(done.cause());
              }
            });
  }

  @Override
  public void close() {
    loops.shutdownGracefully().syncUninterruptibly();
  }
}
