package dev.weft.web.http;

import dev.weft.web.http.wire.BodyLength;
import dev.weft.web.http.wire.HeadReader;
import dev.weft.web.http.wire.MalformedRequestException;
import dev.weft.web.http.wire.RequestHead;
import dev.weft.web.http.wire.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection that speaks HTTP/1.x: one request at a time, in order. Its event loop receives
/// and sends; the handler of each request has a virtual thread. All fields belong to the event
/// loop.
final class Connection extends ChannelInboundHandlerAdapter implements Watched {

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private enum State {
    /// Between requests, or within a head.
    HEAD,
    /// A request's body is being received; its handler may have begun or even ended.
    BODY,
    /// A request is complete and its answer is not.
    HANDLING,
    /// Nothing more is understood here, and a handler does not know yet.
    BROKEN,
    /// The last answer is on its way, or has been sent.
    CLOSING
  }

  private final ServerContext server;
  private final LoopWatch watch;
  private final Channel channel;
  private final WriteProgress progress;
  private final HeadReader headReader = new HeadReader();
  private State state = State.HEAD;
  private @Nullable ByteBuf pending;
  private ByteBudget.@Nullable Lease pendingLease;
  private int pendingHeld;
  private @Nullable ServedRequest request;
  private @Nullable LingeringClose closing;
  private boolean hasServed;
  private boolean inputEnded;
  private long since;
  private long headSince;
  private int slot = -1;

  Connection(ServerContext server, LoopWatch watch, Channel channel) {
    this.server = server;
    this.watch = watch;
    this.channel = channel;
    this.progress = new WriteProgress(channel, server.limits());
    this.since = watch.now();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    watch.add(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    watch.remove(this);
    releasePending();
    state = State.CLOSING;
    if (request != null && request.isDispatched()) {
      request.body().fail(new RequestBodyException(400, "the client went away"));
    } else if (request != null) {
      request.end();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (state == State.CLOSING || state == State.BROKEN) {
      if (closing != null) {
        closing.heard(watch.now());
      }
      in.release();
      return;
    }
    pending =
        pending == null
            ? in
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), pending, in);
    advance();
  }

  private void advance() {
    try {
      while (step()) {
        // Until more bytes are needed, or an answer.
      }
      hold();
    } catch (MalformedRequestException e) {
      refuse(e);
    }
  }

  /// Goes one step further, if there are bytes for it.
  private boolean step() throws MalformedRequestException {
    return switch (state) {
      case HEAD -> readHead();
      case BODY -> readBody(Objects.requireNonNull(request));
      case HANDLING, BROKEN, CLOSING -> false;
    };
  }

  private boolean readHead() throws MalformedRequestException {
    // The next request has to wait until the client has taken the answers before it.
    if (pending == null || !pending.isReadable() || !channel.isWritable()) {
      return false;
    }
    if (headSince == 0) {
      headSince = System.nanoTime();
    }
    RequestHead head = headReader.read(pending);
    if (head == null) {
      return false;
    }
    headSince = 0;
    hasServed = true;
    WebSocketEndpoint endpoint = server.endpoints().get(head.line().target().path());
    if (endpoint != null) {
      upgrade(head, endpoint);
      return false;
    }
    begin(head);
    return true;
  }

  private void begin(RequestHead head) {
    ServedRequest begun = new ServedRequest(this, server, head, peer());
    request = begun;
    state = State.BODY;
    boolean large =
        head.bodyLength() instanceof BodyLength.Known(long bytes)
            && bytes > server.limits().window();
    if (large || head.expectsContinue()) {
      begun.dispatch();
    }
  }

  private InetSocketAddress peer() {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address
        : InetSocketAddress.createUnresolved("unknown", 0);
  }

  private boolean readBody(ServedRequest of) throws MalformedRequestException {
    ByteBuf in = pending == null ? Unpooled.EMPTY_BUFFER : pending;
    if (of.reader().read(in, of.body())) {
      of.body().end();
      state = State.HANDLING;
      if (of.isAnswered()) {
        next();
        return true;
      }
      of.dispatch();
    } else if (of.body().isReadable()) {
      of.dispatch();
    }
    return false;
  }

  /// Counts what stays in memory, and stops receiving when it is enough.
  private void hold() throws MalformedRequestException {
    int held = 0;
    if (pending != null) {
      held = pending.readableBytes();
      if (held == 0) {
        pending.release();
        pending = null;
      }
    }
    if (held > pendingHeld) {
      if (pendingLease == null) {
        pendingLease = server.budget().lease();
      }
      if (!pendingLease.take(held - pendingHeld)) {
        throw new MalformedRequestException(503, "The server has no memory at present.");
      }
    } else if (held < pendingHeld && pendingLease != null) {
      pendingLease.give(pendingHeld - held);
    }
    pendingHeld = held;
    boolean bodyWaits = state == State.BODY && request != null && !request.body().hasRoom();
    receive(!bodyWaits && held < server.limits().window() && !inputEnded);
  }

  private void receive(boolean on) {
    if (channel.config().isAutoRead() != on) {
      channel.config().setAutoRead(on);
    }
  }

  private void releasePending() {
    if (pending != null) {
      pending.release();
      pending = null;
    }
    if (pendingLease != null) {
      pendingLease.close();
      pendingLease = null;
    }
    pendingHeld = 0;
  }

  /// The handler waits for bytes of its body.
  void bodyWanted(ServedRequest by) {
    if (request == by && state == State.BODY) {
      if (by.mayContinue()) {
        var _ = send(ServedRequest.CONTINUE);
      }
      advance();
    }
  }

  /// Answers that there is no understanding the client, if nobody else does.
  private void refuse(MalformedRequestException reason) {
    releasePending();
    ServedRequest broken = request;
    if (broken != null && broken.isAnswered()) {
      state = State.BROKEN;
      close(true);
    } else if (broken != null && broken.isDispatched()) {
      // The handler hears of it when it reads on, and answers.
      state = State.BROKEN;
      broken.body().fail(new RequestBodyException(reason.status(), reason.sentence()));
      receive(!inputEnded);
    } else {
      if (broken != null) {
        broken.end();
      }
      ResponseHead head = new ResponseHead();
      head.status(reason.status());
      head.header("Content-Type", "application/json");
      switch (reason.status()) {
        case 426 -> WebSocketHandshake.explain(head);
        case 503 -> head.header("Retry-After", "1");
        default -> {}
      }
      byte[] json = server.errors().json(reason.status(), reason.sentence());
      var _ =
          send(
              head.bytes(server.date().now(), new ResponseHead.Length.Known(json.length), "close"));
      var _ = send(json);
      state = State.BROKEN;
      close(true);
    }
  }

  /// Runs something on the event loop.
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
  ChannelFuture sendAnswer(byte[] head, byte[] body) {
    progress.queued(head.length + body.length);
    if (body.length > 0) {
      var _ = channel.write(Unpooled.wrappedBuffer(head));
      return channel.writeAndFlush(Unpooled.wrappedBuffer(body));
    }
    return channel.writeAndFlush(Unpooled.wrappedBuffer(head));
  }

  /// The answer to the request has been handed over.
  ///
  /// @param keep whether the connection may go on
  void answered(ServedRequest answered, boolean keep) {
    if (request != answered || state == State.CLOSING) {
      answered.end();
    } else if (!keep || state == State.BROKEN || server.stopping().isBegun()) {
      boolean moreMayCome = state != State.HANDLING || pending != null;
      answered.end();
      close(moreMayCome);
    } else if (state == State.BODY) {
      answered.end();
      advance();
    } else {
      answered.end();
      next();
      advance();
    }
  }

  private void next() {
    request = null;
    state = State.HEAD;
    since = watch.now();
    if (inputEnded && pending == null) {
      close(false);
    }
  }

  /// Closes after what has been handed over is sent.
  ///
  /// @param linger whether the client may be sending still: then it is heard out for a while,
  ///   because closing at once would reset the connection and take the answer with it
  private void close(boolean linger) {
    state = State.CLOSING;
    releasePending();
    closing = new LingeringClose(channel, linger && !inputEnded);
    closing.begin(channel.writeAndFlush(Unpooled.EMPTY_BUFFER));
  }

  /// Cuts the connection: what was promised cannot be sent.
  void cut(ServedRequest broken) {
    broken.end();
    var _ = channel.close();
  }

  private void upgrade(RequestHead head, WebSocketEndpoint endpoint)
      throws MalformedRequestException {
    byte[] answer = WebSocketHandshake.answer(head, server.date().now());
    watch.remove(this);
    ByteBuf rest = pending;
    pending = null;
    releasePending();
    state = State.CLOSING;
    var _ = send(answer);
    WebSocketSession.begin(
        channel,
        this,
        server.limits(),
        watch,
        endpoint,
        head.line().target().query(),
        peer(),
        rest);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (state == State.HEAD && ctx.channel().isWritable()) {
      advance();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      receive(false);
      inputEnded();
    }
  }

  /// The client has ended its side, and may wait for an answer all the same.
  private void inputEnded() {
    switch (state) {
      case HEAD -> {
        if (pending != null && pending.isReadable() && channel.isWritable()) {
          refuse(new MalformedRequestException(400, "the request ends before its head does"));
        } else if (!progress.hasUnsent()) {
          var _ = channel.close();
        }
      }
      case BODY -> refuse(new MalformedRequestException(400, "the request ends before its body"));
      case CLOSING -> {
        if (closing == null || closing.isLingering()) {
          var _ = channel.close();
        }
      }
      case HANDLING, BROKEN -> {}
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      log.debug("connection broke off reason=\"{}\"", LogText.of(cause.getMessage()));
    } else {
      log.error("connection failed, it is closed", cause);
    }
    var _ = ctx.close();
  }

  @Override
  public void tick(long now) {
    if (progress.isStalled(now)) {
      log.debug("client takes no answer, connection is cut");
      var _ = channel.close();
      return;
    }
    switch (state) {
      case HEAD -> tickHead(now);
      case BODY -> tickBody(Objects.requireNonNull(request));
      case CLOSING -> {
        if (closing != null) {
          closing.tick(now);
        }
      }
      case HANDLING, BROKEN -> {}
    }
  }

  private void tickHead(long now) {
    if (headSince != 0) {
      if (now - headSince > server.limits().headTime().toNanos()) {
        refuse(new MalformedRequestException(408, "the head of the request took too long"));
      }
    } else if (!progress.hasUnsent()) {
      Duration most = hasServed ? server.limits().idleTime() : server.limits().headTime();
      if (now - since > most.toNanos()) {
        var _ = channel.close();
      }
    }
  }

  private void tickBody(ServedRequest of) {
    if (channel.config().isAutoRead() && of.isOverdue(server.limits())) {
      refuse(new MalformedRequestException(408, "the body of the request took too long"));
    }
  }

  @Override
  public long idleNanos(long now) {
    boolean idle = state == State.HEAD && headSince == 0 && !progress.hasUnsent();
    return idle ? now - since : -1;
  }

  @Override
  public void goAway() {
    if (state == State.HEAD && headSince == 0) {
      close(false);
    }
  }

  @Override
  public int slot() {
    return slot;
  }

  @Override
  public void slot(int where) {
    slot = where;
  }
}
