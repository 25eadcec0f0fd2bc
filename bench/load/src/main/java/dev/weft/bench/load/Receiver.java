package dev.weft.bench.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// The app server: takes callbacks on one thread, writes each down and answers as it is told to.
///
/// Orders come on standard input, each is answered by a line: `trouble WORD`, `down`, `up`,
/// `flush`.
@SuppressWarnings("FutureReturnValueIgnored") // What fails closes its channel.
public final class Receiver implements AutoCloseable {

  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int BACKLOG = 4_096;
  private static final ByteBuf OK = answer("200 OK");
  private static final ByteBuf ERROR = answer("500 Internal Server Error");
  private static final ByteBuf DRIP = answer("200 OK");

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Journal journal;
  private final SharedCounter acknowledged;
  private final SplittableRandom random = new SplittableRandom(7);
  private final BitSet seen = new BitSet();
  private final ChannelGroup connections;
  private Channel listener;
  private final int port;

  // Of the event loop.
  private Trouble trouble = Trouble.NONE;
  private long taken;

  /// Listens on a free port of the loopback.
  ///
  /// @param folder for `received` and the counter `acknowledged`
  public Receiver(Path folder) throws IOException, InterruptedException {
    journal = new Journal(folder.resolve("received"));
    acknowledged = SharedCounter.open(folder.resolve("acknowledged"));
    connections = new DefaultChannelGroup(loop.next());
    listener = listen(0);
    port = ((InetSocketAddress) listener.localAddress()).getPort();
  }

  private static ByteBuf answer(String status) {
    return Unpooled.unreleasableBuffer(
        Unpooled.directBuffer()
            .writeBytes(
                ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)));
  }

  private Channel listen(int wanted) throws InterruptedException {
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                connections.add(channel);
                channel
                    .pipeline()
                    .addLast(new HttpRequestDecoder())
                    .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                    .addLast(new Handler());
              }
            })
        .bind(InetAddress.getLoopbackAddress(), wanted)
        .sync()
        .channel();
  }

  /// Where it listens.
  public int port() {
    return port;
  }

  private final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      Marker marker = Marker.find(request.content());
      String sequence = request.headers().get("weft-sequence");
      Behaviour behaviour = trouble.of(marker.thread(), random);
      int status =
          switch (behaviour) {
            case ANSWER -> 200;
            case HANG, DRIP -> 0;
            case REFUSE -> 500;
          };
      new Received(
              marker.id(),
              marker.thread(),
              System.nanoTime(),
              status,
              sequence == null ? -1 : Long.parseLong(sequence))
          .write(journal);
      switch (behaviour) {
        case ANSWER -> {
          context.writeAndFlush(OK.duplicate(), context.voidPromise());
          if (!seen.get((int) marker.id())) {
            seen.set((int) marker.id());
            acknowledged.set(++taken);
          }
        }
        case HANG -> {
          // Whoever waits for an answer waits.
        }
        case DRIP -> drip(context, 0);
        case REFUSE -> context.writeAndFlush(ERROR.duplicate(), context.voidPromise());
      }
    }

    private void drip(ChannelHandlerContext context, int at) {
      if (at < DRIP.readableBytes() && context.channel().isActive()) {
        context.writeAndFlush(Unpooled.buffer(1).writeByte(DRIP.getByte(at)));
        Future<?> next =
            context.executor().schedule(() -> drip(context, at + 1), 1, TimeUnit.SECONDS);
        context.channel().closeFuture().addListener(closed -> next.cancel(false));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!(cause instanceof IOException)) {
        System.err.println("receiver: " + cause);
      }
      context.close();
    }
  }

  /// From now on endpoints behave like this.
  public void meet(Trouble next) throws InterruptedException, ExecutionException {
    loop.next().submit(() -> this.trouble = next).get();
  }

  /// Nobody listens, and every connection is cut.
  public void down() throws InterruptedException {
    listener.close().sync();
    connections.close().sync();
  }

  /// Listens again, where it did.
  public void up() throws InterruptedException {
    listener = listen(port);
  }

  /// What came until now can be read from the file.
  public void flush() throws InterruptedException, ExecutionException {
    loop.next().submit(journal::flush).get();
  }

  @Override
  public void close() throws IOException {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    journal.close();
  }

  /// Runs it.
  ///
  /// @param arguments the folder
  public static void main(String[] arguments) throws Exception {
    try (Receiver receiver = new Receiver(Path.of(arguments[0]));
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      IO.println("ready " + receiver.port());
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        if (order.startsWith("trouble ")) {
          receiver.meet(Trouble.parse(order.substring("trouble ".length())));
        } else {
          switch (order) {
            case "down" -> receiver.down();
            case "up" -> receiver.up();
            case "flush" -> receiver.flush();
            default -> throw new IllegalArgumentException(order);
          }
        }
        IO.println("done " + order);
      }
    }
  }
}
