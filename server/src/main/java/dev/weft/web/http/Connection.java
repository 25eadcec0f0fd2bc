package dev.weft.web.http;

import dev.weft.web.http.websocket.WebSocketEndpoint;
import dev.weft.web.http.wire.BodyLength;
import dev.weft.web.http.wire.HeadReader;
import dev.weft.web.http.wire.MalformedRequestException;
import dev.weft.web.http.wire.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection that speaks HTTP/1.x: one request at a time, in order. Its event loop receives
/// and sends; the handler of each request has a virtual thread. All fields belong to the event
/// loop.
final class Connection extends WatchedHandler {

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
  private final ConnectionOutput output;
  private final PendingInput pending;
  private final HeadClock clock;
  private final HeadReader headReader = new HeadReader();
  private State state = State.HEAD;
  private @Nullable ServedRequest request;
  private @Nullable LingeringClose closing;
  private boolean inputEnded;

  Connection(ServerContext server, LoopWatch watch, Channel channel) {
    this.server = server;
    this.watch = watch;
    this.channel = channel;
    this.output = new ConnectionOutput(channel, server);
    this.pending = new PendingInput(server.budget());
    this.clock = new HeadClock(server.limits(), watch.now());
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    watch.add(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    watch.remove(this);
    pending.release();
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
    pending.add(ctx.alloc(), in);
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
    if (pending.isEmpty() || !channel.isWritable()) {
      return false;
    }
    clock.begin();
    RequestHead head = headReader.read(pending.bytes());
    if (head == null) {
      return false;
    }
    clock.complete();
    WebSocketEndpoint endpoint = server.endpoints().get(head.line().target().path());
    if (endpoint != null) {
      upgrade(head, endpoint);
      return false;
    }
    begin(head);
    return true;
  }

  private void begin(RequestHead head) {
    ServedRequest begun = new ServedRequest(this, server, head, output.peer());
    request = begun;
    state = State.BODY;
    boolean large =
        head.bodyLength() instanceof BodyLength.Known(long bytes)
            && bytes > server.limits().window();
    if (large || head.expectsContinue()) {
      begun.dispatch();
    }
  }

  private boolean readBody(ServedRequest of) throws MalformedRequestException {
    if (of.reader().read(pending.bytes(), of.body())) {
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
    int held = pending.hold();
    boolean bodyWaits = state == State.BODY && request != null && !request.body().hasRoom();
    receive(!bodyWaits && held < server.limits().window() && !inputEnded);
  }

  private void receive(boolean on) {
    if (channel.config().isAutoRead() != on) {
      channel.config().setAutoRead(on);
    }
  }

  /// The handler waits for bytes of its body.
  void bodyWanted(ServedRequest by) {
    if (request == by && state == State.BODY) {
      if (by.mayContinue()) {
        var _ = output.send(ServedRequest.CONTINUE);
      }
      advance();
    }
  }

  /// Answers that there is no understanding the client, if nobody else does.
  private void refuse(MalformedRequestException reason) {
    pending.release();
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
      output.refuse(reason);
      state = State.BROKEN;
      close(true);
    }
  }

  /// What is sent; for the event loop alone.
  ConnectionOutput output() {
    return output;
  }

  /// The answer to the request has been handed over.
  ///
  /// @param keep whether the connection may go on
  void answered(ServedRequest answered, boolean keep) {
    if (request != answered || state == State.CLOSING) {
      answered.end();
    } else if (!keep || state == State.BROKEN || server.stopping().isBegun()) {
      boolean moreMayCome = state != State.HANDLING || !pending.isEmpty();
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
    clock.await(watch.now());
    if (inputEnded && pending.isEmpty()) {
      close(false);
    }
  }

  /// Closes after what has been handed over is sent.
  ///
  /// @param linger whether the client may be sending still: then it is heard out for a while,
  ///   because closing at once would reset the connection and take the answer with it
  private void close(boolean linger) {
    state = State.CLOSING;
    pending.release();
    closing = new LingeringClose(channel, linger && !inputEnded);
    closing.begin(output.flushed());
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
    ByteBuf rest = pending.handOver();
    state = State.CLOSING;
    var _ = output.send(answer);
    WebSocketSession.begin(
        channel, this, server, watch, endpoint, head.line().target().query(), output.peer(), rest);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (state == State.HEAD && ctx.channel().isWritable()) {
      advance();
    }
  }

  /// The client has ended its side, and may wait for an answer all the same.
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      return;
    }
    inputEnded = true;
    receive(false);
    switch (state) {
      case HEAD -> {
        if (!pending.isEmpty() && channel.isWritable()) {
          refuse(new MalformedRequestException(400, "the request ends before its head does"));
        } else if (!output.hasUnsent()) {
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
  public void tick(long now) {
    if (output.isStalled(now)) {
      log.debug("client takes no answer, connection is cut");
      var _ = channel.close();
      return;
    }
    switch (state) {
      case HEAD -> tickHead(now);
      case BODY -> {
        boolean waits = channel.config().isAutoRead();
        if (waits && Objects.requireNonNull(request).isOverdue(server.limits())) {
          refuse(new MalformedRequestException(408, "the body of the request took too long"));
        }
      }
      case CLOSING -> {
        if (closing != null) {
          closing.tick(now);
        }
      }
      case HANDLING, BROKEN -> {}
    }
  }

  private void tickHead(long now) {
    if (clock.isHeadOverdue(now)) {
      refuse(new MalformedRequestException(408, "the head of the request took too long"));
    } else if (clock.isIdleOverdue(now) && !output.hasUnsent()) {
      var _ = channel.close();
    }
  }

  @Override
  public long idleNanos(long now) {
    boolean idle = state == State.HEAD && clock.isIdle() && !output.hasUnsent();
    return idle ? clock.idleNanos(now) : -1;
  }

  @Override
  public void goAway() {
    if (state == State.HEAD && clock.isIdle()) {
      close(false);
    }
  }
}
