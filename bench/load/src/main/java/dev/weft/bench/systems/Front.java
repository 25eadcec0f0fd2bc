package dev.weft.bench.systems;

import dev.weft.bench.load.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

/// The HTTP side that limit and peers share: takes a message, and answers when it is told to.
@SuppressWarnings("FutureReturnValueIgnored") // What fails closes its channel.
final class Front {

  private static final ByteBuf OK = Wire.answer("200 OK");
  private static final ByteBuf ERROR = Wire.answer("503 Service Unavailable");

  private Front() {}

  /// Listens on a free port of the loopback.
  ///
  /// @param handler takes a message and whom to tell its status, on any thread
  /// @return the port
  static int listen(EventLoopGroup group, BiConsumer<MessageRequest, IntConsumer> handler)
      throws InterruptedException {
    return Wire.port(Wire.listen(group, 0, () -> new Handler(handler)));
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
