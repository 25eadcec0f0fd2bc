package dev.weft.web.http;

import dev.weft.trace.LogText;
import dev.weft.web.http.websocket.WebSocketConnection;
import dev.weft.web.http.websocket.WebSocketEndpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket, after its handshake. It costs no thread while nothing happens.
final class WebSocketSession extends WatchedHandler implements WebSocketConnection {

  /// What a frame takes beside its message.
  private static final int FRAME = 10;

  /// Messages that may wait for one system call.
  private static final int MOST_UNFLUSHED = 32;

  /// How long a client may take to answer a close.
  private static final long CLOSE_NANOS = Duration.ofSeconds(5).toNanos();

  private static final Logger log = LoggerFactory.getLogger(WebSocketSession.class);

  private final Channel channel;
  private final HttpLimits limits;
  private final LoopWatch watch;
  private final InetSocketAddress peer;
  private final WebSocketInbox inbox;
  private final WebSocketMemory memory;
  private final AtomicInteger backlog = new AtomicInteger();

  /// Messages on their way to the event loop: the last of them flushes for those before it, so that
  /// they leave by one system call.
  private final AtomicInteger sending = new AtomicInteger();

  private volatile boolean open = true;
  private long heard;
  private long closing;
  private boolean pinged;
  private final PingAnswer ping;

  private int unflushed;

  private WebSocketSession(
      Channel channel,
      HttpLimits limits,
      LoopWatch watch,
      WebSocketEndpoint endpoint,
      String query,
      InetSocketAddress peer,
      WebSocketMemory memory) {
    this.channel = channel;
    this.ping = new PingAnswer(channel);
    this.limits = limits;
    this.watch = watch;
    this.peer = peer;
    this.memory = memory;
    this.inbox = new WebSocketInbox(this, endpoint, query, memory);
    this.heard = watch.now();
  }

  /// Takes the connection over from the one that has read the handshake.
  ///
  /// @param rest what came after the handshake
  static void begin(
      Channel channel,
      Connection before,
      ServerContext server,
      LoopWatch watch,
      WebSocketEndpoint endpoint,
      String query,
      InetSocketAddress peer,
      @Nullable ByteBuf rest) {
    HttpLimits limits = server.limits();
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(limits.webSocketFrame())
            .expectMaskedFrames(true)
            .allowExtensions(false)
            .build();
    WebSocketMemory memory = new WebSocketMemory(server.socketBudget(), config);
    WebSocketSession session =
        new WebSocketSession(channel, limits, watch, endpoint, query, peer, memory);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(
        // First, because the decoder sends close frames itself.
        new WebSocket13FrameEncoder(false),
        memory.frames(),
        memory.parts(),
        new WebSocketFrameAggregator(limits.webSocketFrame()),
        session);
    watch.add(session);
    pipeline.remove(before);
    channel.config().setAutoRead(true);
    session.inbox.open();
    if (rest != null) {
      pipeline.fireChannelRead(rest).fireChannelReadComplete();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    heard = watch.now();
    pinged = false;
    try {
      switch (message) {
        case BinaryWebSocketFrame frame -> received(ByteBufUtil.getBytes(frame.content()));
        case PingWebSocketFrame frame -> ping.owe(frame.content().retain());
        case PongWebSocketFrame _ -> {}
        case CloseWebSocketFrame frame -> closed(frame);
        default -> close(UNSUPPORTED, "only binary messages are taken");
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ping.answer(closing != 0);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ping.answer(closing != 0);
    if (!memory.mayHold()) {
      log.debug("websocket client sends more than it may, it is cut off");
      cut(POLICY, "the message is too large here and now");
    }
  }

  /// Ends the connection and reads no further; for the event loop.
  private void cut(int code, String reason) {
    open = false;
    channel.config().setAutoRead(false);
    if (closing == 0) {
      closing = System.nanoTime();
      var _ =
          channel
              .writeAndFlush(new CloseWebSocketFrame(code, reason))
              .addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void received(byte[] message) {
    if (!memory.received(message.length)) {
      cut(TRY_AGAIN, "the server has no memory for the message at present");
      return;
    }
    if (!inbox.add(message)) {
      channel.config().setAutoRead(false);
    }
  }

  /// The listener has heard one more: there may be room again.
  void mayReceive() {
    if (open && !channel.config().isAutoRead() && inbox.hasRoom()) {
      channel.config().setAutoRead(true);
    }
  }

  /// The client closes, or answers our close: the same frame is the answer.
  private void closed(CloseWebSocketFrame frame) {
    open = false;
    if (closing == 0) {
      closing = System.nanoTime();
      var _ = channel.writeAndFlush(frame.retain()).addListener(ChannelFutureListener.CLOSE);
    } else {
      var _ = channel.close();
    }
  }

  @Override
  public boolean send(byte[] message) {
    if (!open) {
      return false;
    }
    int size = message.length + FRAME;
    int waiting = backlog.addAndGet(size);
    int counted = memory.sending(size, waiting);
    if (waiting > limits.webSocketBacklog() || counted < 0) {
      open = false;
      log.debug("websocket client does not read, it is cut off");
      var _ = channel.close();
      return false;
    }
    sending.incrementAndGet();
    return onLoop(
        () -> {
          var _ =
              channel
                  .write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)))
                  .addListener(
                      _ -> {
                        backlog.addAndGet(-size);
                        memory.sent(counted);
                      });
          boolean more = sending.decrementAndGet() > 0;
          if (!more || ++unflushed >= MOST_UNFLUSHED) {
            unflushed = 0;
            channel.flush();
          }
        });
  }

  private boolean onLoop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  @Override
  public Object writer() {
    return channel.eventLoop();
  }

  @Override
  public void afterSent(Runnable then) {
    if (!onLoop(then)) {
      then.run();
    }
  }

  @Override
  public void belongsTo(Object owner) {
    memory.belongsTo(owner);
  }

  @Override
  public int backlog() {
    return backlog.get();
  }

  @Override
  public void close(int code, String reason) {
    open = false;
    onLoop(
        () -> {
          if (closing == 0) {
            closing = System.nanoTime();
            var _ = channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
          }
        });
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public InetSocketAddress peer() {
    return peer;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    open = false;
    watch.remove(this);
    ping.forget();
    memory.release();
    inbox.end();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      var _ = channel.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("websocket broke off reason=\"{}\"", LogText.of(cause.getMessage()));
    if (cause instanceof TooLongFrameException) {
      close(1009, "the message is too large");
    } else {
      var _ = channel.close();
    }
  }

  @Override
  public void tick(long now) {
    if (closing != 0) {
      if (now - closing > CLOSE_NANOS) {
        var _ = channel.close();
      }
      return;
    }
    if (!channel.config().isAutoRead()) {
      // It is the listener that is slow.
      heard = now;
      return;
    }
    long silent = now - heard;
    long most = limits.webSocketIdle().toNanos();
    if (silent > most) {
      log.debug("websocket client is silent, it is cut off");
      var _ = channel.close();
    } else if (silent > most / 2 && !pinged) {
      pinged = true;
      var _ = channel.writeAndFlush(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
    }
  }

  @Override
  public long idleNanos(long now) {
    return -1;
  }

  @Override
  public void goAway() {
    close(GOING_AWAY, "the server stops");
  }
}
