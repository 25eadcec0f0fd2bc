package dev.weft.delivery.engine;

import dev.weft.delivery.Backlog;
import dev.weft.delivery.Body;
import dev.weft.delivery.Kind;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.RetryPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Delivers fresh callbacks for comparison, then leaves a backlog behind, starts on it and drains
/// it, and prints what that took. A program of its own, so that its heap can be bounded.
final class BacklogRun {

  private static final int ROWS_PER_TRANSACTION = 200;

  /// Fresh callbacks that may be waiting: far less than memory holds, so that none is read back.
  private static final int FRESH_WAITING = 2_000;

  private final Path folder;
  private final int rows;
  private final int lanes;
  private final int rowsOfLongLane;
  private final String padding;

  // Of the app server.
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong firstDelivery = new AtomicLong();
  private final AtomicLong outOfOrder = new AtomicLong();
  private final Map<String, Integer> newest = new ConcurrentHashMap<>();

  private BacklogRun(Path folder, int rows, int lanes, int rowsOfLongLane, int bytes) {
    this.folder = folder;
    this.rows = rows;
    this.lanes = lanes;
    this.rowsOfLongLane = rowsOfLongLane;
    this.padding = "x".repeat(bytes);
  }

  /// Runs it all.
  ///
  /// @param arguments folder, rows, lanes, rows of one more lane, bytes of a body
  public static void main(String[] arguments) throws Exception {
    new BacklogRun(
            Path.of(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]))
        .run();
  }

  private void run() throws IOException, InterruptedException {
    try (AppServer app =
        new AppServer(
            (callback, out) -> {
              receive(callback.body());
              AppServer.respond(out, 200, "");
            },
            false)) {
      long normal = fresh(app);
      fill();
      drain(app, normal);
    }
    if (outOfOrder.get() > 0) {
      throw new IllegalStateException("out of order: " + outOfOrder);
    }
  }

  private void receive(String body) {
    firstDelivery.compareAndSet(0, System.nanoTime());
    int slash = body.indexOf('/', 2);
    String lane = body.substring(2, slash);
    int number = Integer.parseInt(body.substring(slash + 1, body.indexOf(' ')));
    int before = newest.getOrDefault(lane, -1);
    if (number != before + 1) {
      outOfOrder.incrementAndGet();
    }
    newest.put(lane, number);
    delivered.incrementAndGet();
  }

  private NewDelivery callback(String conversation, int number) {
    NewDelivery small = DeliveryFixture.callback(1, conversation, number);
    byte[] body = (small.body() + " " + padding).getBytes(StandardCharsets.UTF_8);
    return new NewDelivery(
        small.app(),
        small.lane(),
        small.callId(),
        small.operation(),
        small.sequence(),
        small.subject(),
        Body.of(body),
        Clock.systemUTC().instant());
  }

  /// What delivering costs when nothing waits, adding included; callbacks a second.
  private long fresh(AppServer app) throws InterruptedException {
    int count = Math.min(rows / 2, 100_000);
    try (DeliveryFixture fixture = new DeliveryFixture(folder.resolve("fresh.db"))) {
      fixture.rule(1, app.url(), RetryPolicy.DURABLE);
      fixture.dispatcher.start();
      long begun = System.nanoTime();
      for (int i = 0; i < count; i += ROWS_PER_TRANSACTION) {
        int from = i;
        fixture.addAll(
            IntStream.range(from, from + ROWS_PER_TRANSACTION)
                .mapToObj(n -> callback("fresh" + n % 1_000, n / 1_000))
                .toList());
        while (from - delivered.get() > FRESH_WAITING) {
          Thread.sleep(1);
        }
      }
      awaitDelivered(count);
      return perSecond(count, begun);
    } finally {
      delivered.set(0);
      firstDelivery.set(0);
    }
  }

  /// Nobody delivers meanwhile: the dispatcher has not started.
  private void fill() {
    long begun = System.nanoTime();
    try (DeliveryFixture fixture = new DeliveryFixture(folder.resolve("backlog.db"))) {
      for (int i = 0; i < rows; i += ROWS_PER_TRANSACTION) {
        int from = i;
        fixture.transactions.run(
            tx -> {
              for (int n = from; n < Math.min(rows, from + ROWS_PER_TRANSACTION); n++) {
                fixture.store.add(tx, callback("t" + n % lanes, n / lanes), Kind.LIVE);
              }
            });
      }
      for (int i = 0; i < rowsOfLongLane; i += ROWS_PER_TRANSACTION) {
        int from = i;
        fixture.transactions.run(
            tx -> {
              for (int n = from; n < Math.min(rowsOfLongLane, from + ROWS_PER_TRANSACTION); n++) {
                fixture.store.add(tx, callback("long", n), Kind.LIVE);
              }
            });
      }
      fixture.close(Duration.ZERO);
    }
    System.out.printf("filled in %d s%n", Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }

  private void drain(AppServer app, long normal) throws IOException, InterruptedException {
    long opened = System.nanoTime();
    try (DeliveryFixture fixture = new DeliveryFixture(folder.resolve("backlog.db"))) {
      fixture.rule(1, app.url(), RetryPolicy.DURABLE);
      long asked = System.nanoTime();
      Backlog backlog = fixture.dispatcher.backlog();
      System.out.printf("backlog of %d counted in %d ms%n", backlog.size(), millisSince(asked));
      long begun = System.nanoTime();
      fixture.dispatcher.start();
      CountDownLatch done = new CountDownLatch(1);
      Peak peak = new Peak();
      Thread sampler = Thread.ofPlatform().daemon().start(() -> peak.sample(fixture, done));
      awaitDelivered(1);
      System.out.printf(
          "first delivery %d ms after start, %d ms after opening the store%n",
          (firstDelivery.get() - begun) / 1_000_000, (firstDelivery.get() - opened) / 1_000_000);
      awaitDelivered(rows);
      long rate = perSecond((int) delivered.get(), begun);
      awaitDelivered((long) rows + rowsOfLongLane);
      long all = perSecond(rows + rowsOfLongLane, begun);
      done.countDown();
      sampler.join();
      System.out.printf(
          "drained %d a second, fresh ones %d a second; all of it %d a second%n",
          rate, normal, all);
      System.out.printf(
          "most in memory: %d lanes, %d KB of bodies, %d MB of heap; %s%n",
          peak.lanes, peak.bytes >> 10, peak.heap >> 20, residentPeak());
    }
  }

  /// The most that was in memory, as far as looking now and then can tell.
  private static final class Peak {
    private int lanes;
    private long bytes;
    private long heap;

    void sample(DeliveryFixture fixture, CountDownLatch done) {
      try {
        do {
          lanes = Math.max(lanes, fixture.dispatcher.lanesInMemory());
          bytes = Math.max(bytes, fixture.dispatcher.bytesInMemory());
          Runtime runtime = Runtime.getRuntime();
          heap = Math.max(heap, runtime.totalMemory() - runtime.freeMemory());
        } while (!done.await(20, java.util.concurrent.TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String residentPeak() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "resident memory unknown";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("");
  }

  private void awaitDelivered(long count) throws InterruptedException {
    while (delivered.get() < count) {
      Thread.sleep(1);
    }
  }

  private static long millisSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }

  private static long perSecond(int count, long since) {
    return count * 1_000L / Math.max(1, millisSince(since));
  }
}
