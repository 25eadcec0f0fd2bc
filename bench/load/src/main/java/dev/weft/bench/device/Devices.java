package dev.weft.bench.device;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Very many devices in one process and on one thread: each logs in, says each minute that it is
/// there, and confirms what comes.
///
/// Orders come as lines on standard input, each is answered by a line:
///
/// - `login COUNT`: so many further devices log in; `in`, how many are, how many failed, and in how
///   many milliseconds.
/// - `here`: how many are logged in; `here` and the number.
/// - `fan GROUP BYTES WINDOW PERSECOND WARM MILLIS`: the first devices send to a group that all are
///   in; `fanned` and what [FanOut#told] says.
@SuppressWarnings("FutureReturnValueIgnored") // What fails closes its channel.
public final class Devices implements AutoCloseable, DeviceLink.Heard {

  /// As the SDKs do it.
  private static final long HEARTBEAT_MS = 60_000;

  /// Handshakes at once: as many as a listener's backlog takes.
  private static final int AT_ONCE = 512;

  /// Connections from one address: it has some 28,000 ports.
  private static final int FROM_ONE_ADDRESS = 20_000;

  /// Members who speak: one device alone waits for each of its messages.
  private static final int SENDERS = 32;

  private static final int ADDRESSES = 8;

  private static final long PATIENCE_S = 240;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final String app;
  private final int port;
  private final List<String> users;

  // Of the event loop.
  private final LinkedHashSet<DeviceLink> devices = new LinkedHashSet<>();
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private int next;
  private int made;
  private int connecting;
  private int failed;
  private int in;
  private @Nullable CountDownLatch over;
  private @Nullable FanOut fanOut;
  private @Nullable CountDownLatch fanned;

  /// @param users names and tokens, parted by a space
  Devices(String app, int port, List<String> users) {
    this.app = app;
    this.port = port;
    this.users = users;
    loop.scheduleAtFixedRate(this::pump, 0, 1, TimeUnit.MILLISECONDS);
  }

  private void pump() {
    FanOut fan = fanOut;
    CountDownLatch done = fanned;
    if (fan != null && done != null && fan.pump()) {
      fanOut = null;
      done.countDown();
    }
  }

  /// Lets further devices log in, all that are out first.
  String login(int count) throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    CountDownLatch ended = new CountDownLatch(count);
    loop.submit(
            () -> {
              over = ended;
              failed = 0;
              for (int i = 0; i < count; i++) {
                waiting.add(users.get(next++ % users.size()));
              }
              connectSome();
            })
        .get();
    boolean _ = ended.await(PATIENCE_S, TimeUnit.SECONDS);
    long millis = (System.nanoTime() - start) / 1_000_000;
    return loop.submit(
            () -> "in %d %d %d".formatted(in, failed + waiting.size() + connecting, millis))
        .get();
  }

  private void connectSome() {
    while (connecting < AT_ONCE && !waiting.isEmpty()) {
      connecting++;
      String[] user = waiting.remove().split(" ", 2);
      DeviceLink device = new DeviceLink(app, user[0], user[1], this);
      devices.add(device);
      device.connect(loop, port, from(made++));
    }
  }

  private static InetAddress from(int number) {
    try {
      return InetAddress.getByAddress(
          new byte[] {127, 0, 0, (byte) (1 + number / FROM_ONE_ADDRESS % ADDRESSES)});
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void in(DeviceLink device) {
    in++;
    connected();
    heartbeat(device);
  }

  private void heartbeat(DeviceLink device) {
    loop.schedule(
        () -> {
          if (device.isLoggedIn()) {
            device.send(Frames.unread());
            heartbeat(device);
          }
        },
        HEARTBEAT_MS,
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void out(DeviceLink device) {
    if (device.wasIn()) {
      in--;
    } else {
      failed++;
      connected();
    }
    devices.remove(device);
  }

  private void connected() {
    connecting--;
    CountDownLatch latch = over;
    if (latch != null) {
      latch.countDown();
    }
    connectSome();
  }

  @Override
  public void came(DeviceLink device, SyncFrame sync) {
    FanOut fan = fanOut;
    if (fan != null) {
      fan.came(sync);
    }
  }

  private String here() throws InterruptedException, ExecutionException {
    return loop.submit(() -> "here " + in).get();
  }

  private String fan(String[] order) throws InterruptedException, ExecutionException {
    CountDownLatch done = new CountDownLatch(1);
    FanOut fan =
        loop.submit(
                () -> {
                  FanOut made =
                      new FanOut(
                          app,
                          order[1],
                          Integer.parseInt(order[2]),
                          in - 1,
                          devices.stream().limit(SENDERS).toList(),
                          Integer.parseInt(order[3]),
                          Double.parseDouble(order[4]),
                          Long.parseLong(order[5]),
                          Long.parseLong(order[6]));
                  fanned = done;
                  fanOut = made;
                  return made;
                })
            .get();
    boolean _ = done.await(PATIENCE_S, TimeUnit.SECONDS);
    return loop.submit(() -> "fanned " + fan.told()).get();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /// Runs it.
  ///
  /// @param arguments the app key, the port, a file of names and tokens
  public static void main(String[] arguments) throws Exception {
    List<String> users = Files.readAllLines(Path.of(arguments[2]), StandardCharsets.UTF_8);
    try (Devices devices = new Devices(arguments[0], Integer.parseInt(arguments[1]), users);
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      IO.println("ready");
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] order = line.split(" ", -1);
        IO.println(
            switch (order[0]) {
              case "login" -> devices.login(Integer.parseInt(order[1]));
              case "here" -> devices.here();
              case "fan" -> devices.fan(order);
              default -> throw new IllegalArgumentException(line);
            });
      }
    }
  }
}
