package dev.weft.bench;

import dev.weft.bench.device.Devices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Devices on one system: what a connection costs that has nothing to say, how fast all come back,
/// and how fast a message reaches the members of a group.
final class DeviceMeasurement implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  /// All of them log in within this time, or have failed.
  private static final Duration LOGINS = Duration.ofMinutes(5);

  /// By then the compilers of the JVM have seen a login, and its heap what one needs meanwhile.
  private static final int WARM_DEVICES = 500;

  private static final int WINDOW = 32;
  private static final int TEXT_BYTES = 200;

  private final Subject.Running system;
  private final Pace pace;
  private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
  private final List<String> users;
  private final Child devices;

  /// Makes the users and the process that has their devices.
  DeviceMeasurement(Path folder, Cpus cpus, Subject.Running system, Pace pace, int count)
      throws IOException, InterruptedException {
    this.system = system;
    this.pace = pace;
    try (WeftApi api = api()) {
      users = api.devices(count);
    }
    Path file = folder.resolve("devices");
    Files.write(file, users, StandardCharsets.UTF_8);
    devices =
        JavaProgram.start(
            "devices",
            Devices.class,
            cpus.load(),
            folder,
            List.of(WeftApi.ORG + "#" + WeftApi.APP, Integer.toString(port()), file.toString()));
    devices.await("ready", START);
  }

  private int port() {
    return system.target().ports().getFirst();
  }

  private WeftApi api() {
    return new WeftApi(port());
  }

  Map<Figure, Double> figures() {
    return figures;
  }

  /// What came of logins.
  private record Came(int in, int failed, long millis) {}

  private Came login(int count) throws IOException, InterruptedException {
    devices.tell("login " + count);
    String[] said = devices.await("in ", LOGINS).split(" ", -1);
    return new Came(Integer.parseInt(said[0]), Integer.parseInt(said[1]), Long.parseLong(said[2]));
  }

  private int here() throws IOException, InterruptedException {
    devices.tell("here");
    return Integer.parseInt(devices.await("here ", START));
  }

  /// Lets all devices log in, leaves them alone, then ends the system and lets all come back at
  /// once.
  void connections() throws IOException, InterruptedException {
    int warm = Math.min(WARM_DEVICES, users.size() / 2);
    int failed = login(warm).failed();
    long before = system.usage().residentBytes();
    int rest = users.size() - warm;
    Came came = login(rest);
    failed += came.failed();
    figures.put(Figure.DEVICES, (double) came.in());
    figures.put(Figure.LOGIN_RATE, rest * 1_000.0 / Math.max(1, came.millis()));
    Usage idle0 = system.usage();
    Thread.sleep(pace.idle());
    Usage idle = system.usage().since(idle0);
    figures.put(Figure.IDLE_CPU, 100 * idle.cpuSeconds() / pace.idle().toMillis() * 1_000);
    figures.put(Figure.RESIDENT, (system.usage().residentBytes() - before) / 1_024.0 / rest);
    long start = System.nanoTime();
    system.restart();
    figures.put(Figure.READY, (System.nanoTime() - start) / 1e6);
    if (here() != 0) {
      throw new FailedException("devices have connections to a system that has ended");
    }
    Came back = login(users.size());
    figures.put(Figure.STORM_SECONDS, back.millis() / 1e3);
    figures.put(Figure.LOGINS_FAILED, (double) failed + back.failed());
    figures.put(Figure.PEAK, system.usage().peakBytes() / 1_048_576.0);
  }

  /// Lets members of a group send, as fast as the others get it, then at half of that.
  void fanOut() throws IOException, InterruptedException {
    String group;
    try (WeftApi api = api()) {
      group = api.groupOf(users.stream().map(user -> user.split(" ", 2)[0]).toList());
    }
    Came came = login(users.size());
    if (came.failed() > 0) {
      throw new FailedException(came.failed() + " devices could not log in");
    }
    fan(group, WINDOW, 0, pace.warm());
    Usage before = system.usage();
    String[] fast = fan(group, WINDOW, 0, pace.measure());
    Usage used = system.usage().since(before);
    double deliveries = Double.parseDouble(fast[1]);
    double messages = Double.parseDouble(fast[0]);
    double seconds = Double.parseDouble(fast[2]);
    figures.put(Figure.DEVICES, (double) came.in());
    figures.put(Figure.DELIVERY_RATE, deliveries / seconds);
    figures.put(Figure.DELIVERY_CPU, used.cpuSeconds() * 1e6 / Math.max(1, deliveries));
    figures.put(Figure.ACCEPT_RATE, messages / seconds);
    String[] half = fan(group, 0, Math.max(1, messages / seconds / 2), pace.measure());
    figures.put(Figure.LAST_P50, Double.parseDouble(half[4]));
    figures.put(Figure.LAST_P99, Double.parseDouble(half[5]));
    figures.put(Figure.REFUSED, Double.parseDouble(fast[3]) + Double.parseDouble(half[3]));
    figures.put(Figure.PEAK, system.usage().peakBytes() / 1_048_576.0);
  }

  private String[] fan(String group, int window, double perSecond, Duration length)
      throws IOException, InterruptedException {
    devices.tell(
        "fan %s %d %d %s %d %d"
            .formatted(group, TEXT_BYTES, window, perSecond, 500, length.toMillis()));
    return devices.await("fanned ", length.plus(LOGINS)).split(" ", -1);
  }

  @Override
  public void close() {
    devices.close();
  }
}
