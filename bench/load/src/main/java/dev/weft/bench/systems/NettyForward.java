package dev.weft.bench.systems;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// The limit: takes the same message and sends the same signed callback, in order for each thread,
/// and keeps nothing. What it does not send in time is in memory; what it cannot send is lost.
@SuppressWarnings("FutureReturnValueIgnored") // What fails closes its channel.
public final class NettyForward {

  private static final int CONNECTIONS = 64;

  private NettyForward() {}

  /// A connection and what waits for it. All of it happens on its event loop.
  private static final class Lane {
    private final CallbackConnection connection;
    private final Queue<MessageRequest> waiting = new ArrayDeque<>();
    private boolean sending;

    private Lane(CallbackConnection connection) {
      this.connection = connection;
    }

    private void add(MessageRequest message) {
      waiting.add(message);
      next();
    }

    private void next() {
      if (!sending) {
        MessageRequest message = waiting.poll();
        if (message != null) {
          sending = true;
          connection.send(
              Callback.of(message.thread(), message.message()),
              status -> {
                sending = false;
                next();
              });
        }
      }
    }
  }

  /// Runs it until its standard input ends.
  ///
  /// @param arguments the receiver's port
  public static void main(String[] arguments) throws Exception {
    InetSocketAddress receiver =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      lanes.add(new Lane(new CallbackConnection(group.next(), receiver)));
    }
    int port =
        Front.listen(
            group,
            (message, answer) -> {
              answer.accept(200);
              Lane lane = lanes.get(message.lane() % CONNECTIONS);
              EventLoop loop = lane.connection.loop();
              if (loop.inEventLoop()) {
                lane.add(message);
              } else {
                loop.execute(() -> lane.add(message));
              }
            });
    IO.println("ready " + port);
    while (System.in.read() >= 0) {
      // Until whoever started it is gone.
    }
    group.shutdownGracefully();
  }
}
