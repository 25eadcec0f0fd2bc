package dev.weft.web.http;

import dev.weft.web.http.websocket.WebSocketEndpoint;
import dev.weft.web.http.wire.HttpDate;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An HTTP/1.x server with WebSockets. A few event loops receive and send; what a request asks for
/// is done by blocking code on a virtual thread.
public final class HttpServer implements AutoCloseable {

  /// Connections the kernel keeps until they are accepted.
  private static final int BACKLOG = 1024;

  /// How long requests under way may take to end when the server stops.
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(1);

  /// An event loop that has not turned for so long serves nobody. It looks at its connections once
  /// a second.
  private static final Duration STALLED = Duration.ofSeconds(10);

  private static final int UNSENT_LOW = 32 * 1024;
  private static final int UNSENT_HIGH = 64 * 1024;

  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  /// Writes the body of an answer to what never becomes a request.
  @FunctionalInterface
  public interface ErrorBody {

    /// The JSON document for `status`.
    ///
    /// @param sentence what is wrong, for the client
    byte[] json(int status, String sentence);
  }

  private final ServerContext server;
  private final EventLoopGroup loops;
  private final Map<EventLoop, LoopWatch> watches = new HashMap<>();
  private final @Nullable Supplier<SslContext> tls;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile @Nullable Channel listener;
  private volatile long lastRoom;
  private volatile boolean started;

  /// @param threads event loops
  /// @param handler answers every request but the WebSockets
  /// @param endpoints whom to give a WebSocket to, by path
  /// @param errors answers what is no request
  /// @param budget bounds what all requests hold together
  /// @param socketBudget bounds what all WebSockets hold together
  public HttpServer(
      int threads,
      HttpLimits limits,
      HttpHandler handler,
      Map<String, WebSocketEndpoint> endpoints,
      ErrorBody errors,
      ByteBudget budget,
      ByteBudget socketBudget,
      Clock clock) {
    this(threads, limits, handler, endpoints, errors, budget, socketBudget, clock, null);
  }

  /// The same where clients speak TLS.
  ///
  /// @param tls what each new connection uses; null for none
  public HttpServer(
      int threads,
      HttpLimits limits,
      HttpHandler handler,
      Map<String, WebSocketEndpoint> endpoints,
      ErrorBody errors,
      ByteBudget budget,
      ByteBudget socketBudget,
      Clock clock,
      @Nullable Supplier<SslContext> tls) {
    this.tls = tls;
    this.server =
        new ServerContext(
            limits,
            handler,
            Map.copyOf(endpoints),
            errors,
            budget,
            socketBudget,
            new HttpDate(clock),
            new ServerContext.Stopping());
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads,
            Thread.ofPlatform().name("weft-http-", 0).factory(),
            NioIoHandler.newFactory());
    for (EventExecutor loop : loops) {
      watches.put((EventLoop) loop, new LoopWatch());
    }
  }

  /// Listens from here on.
  ///
  /// @throws UncheckedIOException if the address cannot be listened on
  public void start(InetSocketAddress address) {
    listen(address);
    started = true;
    watches.forEach(
        (loop, watch) -> {
          var _ = loop.scheduleAtFixedRate(watch::tick, 1, 1, TimeUnit.SECONDS);
        });
  }

  private void listen(InetSocketAddress address) {
    ChannelFuture bound = bootstrap().bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new UncheckedIOException(new IOException("cannot listen on " + address, bound.cause()));
    }
    opened(bound.channel());
  }

  private void opened(Channel channel) {
    listener = channel;
    InetSocketAddress address = (InetSocketAddress) channel.localAddress();
    channel.closeFuture().addListener(_ -> listenerClosed(address));
  }

  /// Nobody but [#close] should close the listener. If it happens, another one takes its place, as
  /// soon as there can be one.
  private void listenerClosed(InetSocketAddress address) {
    if (server.stopping().isBegun()) {
      return;
    }
    log.error("the listener has ended, listening again port={}", address.getPort());
    listener = null;
    bootstrap()
        .bind(address)
        .addListener(
            future -> {
              if (future.isSuccess()) {
                opened(((ChannelFuture) future).channel());
              } else {
                var _ =
                    loops.schedule(
                        () -> listenerClosed(address),
                        LISTEN_AGAIN.toMillis(),
                        TimeUnit.MILLISECONDS);
              }
            });
  }

  private ServerBootstrap bootstrap() {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .handler(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                notAccepted(ctx.channel(), cause);
              }
            })
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(UNSENT_LOW, UNSENT_HIGH))
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                accepted(channel);
              }
            });
  }

  /// There are no descriptors left, most likely: makes room, and goes on a little later.
  private void notAccepted(Channel listening, Throwable cause) {
    log.warn("cannot accept, going on in a second reason=\"{}\"", cause.getMessage());
    listening.config().setAutoRead(false);
    makeRoom(server.limits().connections());
    var _ =
        listening
            .eventLoop()
            .schedule(() -> listening.config().setAutoRead(true), 1, TimeUnit.SECONDS);
  }

  private void accepted(Channel channel) {
    int open = connections.incrementAndGet();
    channel.closeFuture().addListener(_ -> connections.decrementAndGet());
    int most = server.limits().connections();
    if (open > most) {
      makeRoom(most);
    }
    if (open > most + slack(most)) {
      log.debug("too many connections open={} most={}", open, most);
      var _ = channel.close();
      return;
    }
    if (tls != null) {
      channel.pipeline().addLast(tls.get().newHandler(channel.alloc()));
    }
    LoopWatch watch = Objects.requireNonNull(watches.get(channel.eventLoop()));
    channel.pipeline().addLast(new Connection(server, watch, channel));
  }

  /// Connections beyond the limit that are open while others are being closed for them.
  static int slack(int most) {
    return Math.max(8, most / 16);
  }

  /// Closes those that have waited longest for a request, some at a time and not more often than
  /// ten times a second: to find them, all are looked at.
  private void makeRoom(int most) {
    long now = System.nanoTime();
    if (now - lastRoom > TimeUnit.MILLISECONDS.toNanos(100)) {
      lastRoom = now;
      int each = slack(most) / watches.size() + 1;
      watches.forEach((loop, watch) -> loop.execute(() -> watch.closeIdle(each)));
    }
  }

  /// Closes the listener as a fault of the kernel would, for the test of what happens then.
  void loseListener() {
    Channel channel = listener;
    if (channel != null) {
      channel.close().awaitUninterruptibly();
    }
  }

  /// Ends the event loops as an error in one would, for the test of what happens then.
  void loseEventLoops() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /// One sentence about a listener or an event loop that does not serve; empty if all do, and
  /// before [#start] and after [#close].
  public Optional<String> trouble() {
    return trouble(System.nanoTime());
  }

  /// The same at another time.
  ///
  /// @param now as [System#nanoTime] tells it
  public Optional<String> trouble(long now) {
    if (!started || server.stopping().isBegun()) {
      return Optional.empty();
    }
    for (Map.Entry<EventLoop, LoopWatch> loop : watches.entrySet()) {
      if (loop.getKey().isShuttingDown()) {
        return Optional.of("an event loop has ended, restart the server");
      }
      if (now - loop.getValue().now() > STALLED.toNanos()) {
        return Optional.of("an event loop has not turned for " + STALLED.toSeconds() + " s");
      }
    }
    return isListening()
        ? Optional.empty()
        : Optional.of("the listener has ended, it is begun again");
  }

  /// The port that is listened on; -1 while none is.
  public int port() {
    Channel channel = listener;
    return channel == null ? -1 : ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /// Whether connections are accepted.
  boolean isListening() {
    Channel channel = listener;
    return channel != null && channel.isActive();
  }

  /// Connections that are open.
  public int connections() {
    return connections.get();
  }

  /// Stops accepting, closes what is idle, lets running requests end for a while, and closes the
  /// rest.
  @Override
  public void close() {
    server.stopping().begin();
    Channel channel = listener;
    if (channel != null) {
      var _ = channel.close().awaitUninterruptibly();
    }
    watches.forEach(HttpServer::closeIdle);
    long end = System.nanoTime() + GRACE.toNanos();
    try {
      while (connections.get() > 0 && System.nanoTime() < end) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static void closeIdle(EventLoop loop, LoopWatch watch) {
    try {
      loop.execute(watch::goAway);
    } catch (RejectedExecutionException e) {
      // The loop has ended, and its connections with it.
    }
  }
}
