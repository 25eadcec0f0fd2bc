package dev.weft.bench.load;

import dev.weft.bench.device.DeviceLink;
import dev.weft.bench.device.Frames;
import dev.weft.bench.device.SyncFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The client: sends messages over keep-alive connections, one request at a time on each, all on
/// one thread, and writes each down.
///
/// A [Phase] comes as a line on standard input. The lines that answer it: `begin` and `end` of what
/// is measured, with the time, and `idle` once every request is answered, with the first id of the
/// phase, the one after its last, and how many were refused.
@SuppressWarnings("FutureReturnValueIgnored") // What fails closes its channel.
public final class LoadGenerator implements AutoCloseable {

  /// Of a connection whose request was refused: refusing must not become the load.
  private static final long PAUSE_MS = 10;

  private static final long TICK_MS = 1;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final Requests requests;
  private final Trouble trouble;
  private final Journal journal;
  private final SharedCounter acknowledged;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final List<Integer> ports;

  // Of the event loop.
  private long nextId;
  private long counted;
  private int busy;
  private @Nullable Running running;

  /// Connects.
  ///
  /// @param folder of the receiver, and for `sent`
  /// @param trouble that the receiver makes: what it keeps is no part of the window
  LoadGenerator(Path folder, Target target, int connections, int bodyBytes, Trouble trouble)
      throws IOException, InterruptedException, ExecutionException {
    this.requests = new Requests(target, bodyBytes);
    this.trouble = trouble;
    this.ports = target.ports();
    journal = new Journal(folder.resolve("sent"));
    acknowledged = SharedCounter.open(folder.resolve("acknowledged"));
    CountDownLatch connected = new CountDownLatch(connections);
    for (int i = 0; i < connections; i++) {
      connection(target, i, bodyBytes).connect(connected::countDown);
    }
    if (!connected.await(30, TimeUnit.SECONDS)) {
      throw new IOException("the system does not take " + connections + " connections");
    }
    loop.submit(() -> loop.scheduleAtFixedRate(this::pump, 0, TICK_MS, TimeUnit.MILLISECONDS))
        .get();
  }

  private Connection connection(Target target, int number, int bodyBytes) {
    int port = ports.get(number % ports.size());
    return target.asked() == Asked.DEVICE_MESSAGE
        ? new DeviceConnection(port, target, number % target.threads().size(), bodyBytes)
        : new HttpConnection(port);
  }

  /// The phase under way.
  private static final class Running {
    private final Phase phase;
    private final long firstId;
    private final long counted;
    private final long start;
    private final long begin;
    private final long end;
    private final CountDownLatch over = new CountDownLatch(1);
    private long refused;
    private long scheduled;
    private boolean begun;
    private boolean ended;

    private Running(Phase phase, long firstId, long counted) {
      this.phase = phase;
      this.firstId = firstId;
      this.counted = counted;
      start = System.nanoTime();
      begin = start + TimeUnit.MILLISECONDS.toNanos(phase.warmMillis());
      end = begin + TimeUnit.MILLISECONDS.toNanos(phase.millis());
    }

    /// When the next message is due, on a schedule.
    private long due() {
      return start + (long) (scheduled * (TimeUnit.SECONDS.toNanos(1) / phase.perSecond()));
    }
  }

  void run(Phase phase) throws InterruptedException, ExecutionException {
    Running next =
        loop.submit(
                () -> {
                  // What is still under way from before, or lost, is no part of this window.
                  running = new Running(phase, nextId, acknowledged.get());
                  counted = 0;
                  return running;
                })
            .get();
    next.over.await();
  }

  private void pump() {
    Running now = running;
    if (now == null) {
      return;
    }
    long time = System.nanoTime();
    if (!now.begun && time >= now.begin) {
      now.begun = true;
      IO.println("begin " + time);
    }
    if (!now.ended && (time >= now.end || nextId - now.firstId >= now.phase.limit())) {
      now.ended = true;
      IO.println("end " + time);
    }
    if (now.ended) {
      if (busy == 0) {
        running = null;
        journal.flush();
        IO.println("idle %d %d %d".formatted(now.firstId, nextId, now.refused));
        now.over.countDown();
      }
      return;
    }
    while (!idle.isEmpty() && mayStart(now, time)) {
      start(now, idle.removeFirst(), time);
    }
  }

  private boolean mayStart(Running now, long time) {
    if (now.phase.perSecond() > 0) {
      return now.due() <= time;
    }
    if (nextId - now.firstId >= now.phase.limit()) {
      return false;
    }
    return now.phase.window() == 0
        || counted - (acknowledged.get() - now.counted) < now.phase.window();
  }

  private void start(Running now, Connection connection, long time) {
    long due = now.phase.perSecond() > 0 ? now.due() : time;
    now.scheduled++;
    long id = nextId++;
    int thread = connection.thread(id);
    if (!trouble.isBad(thread)) {
      counted++;
    }
    busy++;
    connection.send(new Marker(id, thread), due);
  }

  private void answered(Connection connection, Sent sent) {
    sent.write(journal);
    busy--;
    boolean accepted = sent.accepted();
    if (!accepted) {
      if (!trouble.isBad(sent.thread())) {
        counted--;
      }
      if (running != null) {
        running.refused++;
      }
    }
    if (accepted) {
      idle.addLast(connection);
      pump();
    } else {
      loop.schedule(() -> idle.addLast(connection), PAUSE_MS, TimeUnit.MILLISECONDS);
    }
  }

  /// One request at a time.
  private abstract class Connection {
    private @Nullable Marker marker;
    private long due;
    private long sent;

    /// Connects, and says so once messages can go out.
    abstract void connect(Runnable then);

    /// Writes a request. False if the connection is over.
    abstract boolean write(Marker next);

    /// The thread that a message goes to.
    int thread(long id) {
      return (int) (id % requests.threads());
    }

    final void send(Marker next, long dueAt) {
      marker = next;
      due = dueAt;
      sent = System.nanoTime();
      if (!write(next)) {
        broken();
      }
    }

    final void connected(Runnable then) {
      idle.addLast(this);
      then.run();
    }

    final void notConnected(Runnable then) {
      loop.schedule(() -> connect(then), 10 * PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    /// The answer has come.
    ///
    /// @param status as HTTP has it
    final void answered(int status) {
      Marker answered = marker;
      if (answered != null) {
        marker = null;
        LoadGenerator.this.answered(this, record(answered, status));
      }
    }

    private Sent record(Marker answered, int status) {
      return new Sent(answered.id(), answered.thread(), due, sent, System.nanoTime(), status);
    }

    /// What was under way has no answer; the connection is made again.
    final void broken() {
      Marker lost = marker;
      marker = null;
      idle.remove(this);
      if (lost != null) {
        Sent unanswered = record(lost, 0);
        unanswered.write(journal);
        busy--;
        if (!trouble.isBad(lost.thread())) {
          counted--;
        }
        if (running != null) {
          running.refused++;
        }
      }
      if (!loop.isShuttingDown()) {
        loop.schedule(() -> connect(() -> {}), PAUSE_MS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /// Calls of the app's server.
  private final class HttpConnection extends Connection {
    private final int port;
    private @Nullable Channel channel;

    private HttpConnection(int port) {
      this.port = port;
    }

    @Override
    void connect(Runnable then) {
      Wire.connect(loop, port, new Handler())
          .addListener(
              (ChannelFuture future) -> {
                if (future.isSuccess()) {
                  channel = future.channel();
                  connected(then);
                } else {
                  notConnected(then);
                }
              });
    }

    @Override
    boolean write(Marker next) {
      Channel open = channel;
      if (open == null || !open.isActive()) {
        return false;
      }
      ByteBuf request = open.alloc().directBuffer();
      requests.write(request, next);
      open.writeAndFlush(request, open.voidPromise());
      return true;
    }

    private final class Handler extends SimpleChannelInboundHandler<HttpObject> {
      private int status;

      private Handler() {
        super(HttpObject.class);
      }

      @Override
      protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part instanceof HttpResponse response) {
          status = response.status().code();
        }
        if (part instanceof LastHttpContent) {
          answered(status);
        }
      }

      @Override
      public void channelInactive(ChannelHandlerContext context) {
        broken();
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
      }
    }
  }

  /// A user's device, which sends to a thread of its own.
  private final class DeviceConnection extends Connection implements DeviceLink.Heard {
    private final int port;
    private final int thread;
    private final Target target;
    private final String[] known;
    private final String filler;
    private @Nullable DeviceLink device;
    private Runnable then = () -> {};

    private DeviceConnection(int port, Target target, int thread, int bodyBytes) {
      this.port = port;
      this.thread = thread;
      this.target = target;
      this.known = target.threads().get(thread).split(" ", 3);
      this.filler = "x".repeat(Math.max(0, bodyBytes - Marker.LENGTH));
    }

    @Override
    int thread(long id) {
      return thread;
    }

    @Override
    void connect(Runnable next) {
      then = next;
      DeviceLink made = new DeviceLink(target.app(), known[1], known[2], this);
      device = made;
      made.connect(loop, port, InetAddress.getLoopbackAddress());
    }

    @Override
    boolean write(Marker next) {
      DeviceLink open = device;
      if (open == null) {
        return false;
      }
      // From 1 on: 0 is no id.
      open.send(Frames.text(target.app(), next.id() + 1, known[0], next.text() + filler));
      return true;
    }

    @Override
    public void in(DeviceLink link) {
      connected(then);
      then = () -> {};
    }

    @Override
    public void out(DeviceLink link) {
      device = null;
      if (link.wasIn()) {
        broken();
      } else {
        notConnected(then);
      }
    }

    @Override
    public void came(DeviceLink link, SyncFrame sync) {
      if (sync.metaId() != 0) {
        answered(sync.error() == 0 ? 200 : 400);
      }
    }
  }

  @Override
  public void close() throws IOException {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    journal.close();
  }

  /// Runs it.
  ///
  /// @param arguments folder, number of connections, bytes of a body, trouble; the target is in the
  ///   folder's file `target`
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Target target = Target.read(folder.resolve("target"));
    try (LoadGenerator generator =
            new LoadGenerator(
                folder,
                target,
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Trouble.parse(arguments[3]));
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      IO.println("ready");
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        generator.run(Phase.parse(order));
      }
    }
  }
}
