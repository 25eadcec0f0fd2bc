package dev.weft.bench;

import java.io.IOException;

/// Who may use which processors.
///
/// @param system for the system under measurement and its database; empty for all
/// @param load for load generator and receiver together; empty for all
record Cpus(String system, String load) {

  /// From so many on, load and system have processors of their own.
  private static final int ENOUGH = 4;

  /// Of this machine.
  static Cpus ofThisMachine() {
    int count = Runtime.getRuntime().availableProcessors();
    if (count < 2 || !hasTaskset()) {
      return new Cpus("", "");
    }
    if (count < ENOUGH) {
      return new Cpus("", Integer.toString(count - 1));
    }
    return new Cpus("0-" + (count - 3), (count - 2) + "," + (count - 1));
  }

  private static boolean hasTaskset() {
    try {
      return new ProcessBuilder("taskset", "-V").redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// As a sentence of the report.
  String told() {
    return "load generator and receiver on "
        + (load.isEmpty() ? "any processor" : "processor " + load)
        + ", the system on "
        + (system.isEmpty() ? "any" : system);
  }
}
