package dev.weft.bench;

/// What is measured of a system, in the order of the table's columns.
enum Figure {
  RATE("rate", "callbacks/s", 0),
  RATE_P99("p99 at that rate", "ms", 1),
  HALF_P50("p50 at half", "ms", 2),
  HALF_P99("p99 at half", "ms", 2),
  HALF_P999("p99.9 at half", "ms", 2),
  HALF_SEND_P99("p99 from sending", "ms", 2),
  CPU("CPU", "µs/message", 0),
  STORE_CPU("of that database", "µs/message", 0),
  LOAD_CPU("CPU of the load", "µs/message", 0),
  WRITTEN("written", "KB/message", 2),
  PEAK("peak memory", "MB", 0),
  READY("start", "ms", 0),
  WINDOW("window", "messages", 0),
  ACCEPT_RATE("accepting", "messages/s", 0),
  RETURN_SECONDS("noticed after", "s", 1),
  DRAIN_RATE("draining", "callbacks/s", 0),
  DRAIN_SECONDS("drained in", "s", 1),
  IDLE_P50("p50 idle", "ms", 2),
  IDLE_P99("p99 idle", "ms", 2),
  DEVICES("devices", "", 0),
  RESIDENT("memory", "KB/device", 1),
  LOGIN_RATE("logging in", "devices/s", 0),
  IDLE_CPU("CPU idle", "% of a processor", 1),
  STORM_SECONDS("all back in", "s", 1),
  LOGINS_FAILED("logins failed", "", 0),
  DELIVERY_RATE("to members", "deliveries/s", 0),
  DELIVERY_CPU("CPU", "µs/delivery", 1),
  LAST_P50("p50 to the last member", "ms", 2),
  LAST_P99("p99 to the last member", "ms", 2),
  LOST("lost", "", 0),
  DUPLICATES("twice", "", 0),
  INVERSIONS("out of order", "", 0),
  REFUSED("refused", "", 0);

  private final String title;
  private final String unit;
  private final int decimals;

  Figure(String title, String unit, int decimals) {
    this.title = title;
    this.unit = unit;
    this.decimals = decimals;
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  String text(double value) {
    return Double.isNaN(value) ? "-" : ("%,." + decimals + "f").formatted(value);
  }
}
