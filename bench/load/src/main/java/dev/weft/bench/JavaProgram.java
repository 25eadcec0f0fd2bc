package dev.weft.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts a main class of this module in a process of its own.
final class JavaProgram {

  /// The collector that costs least on few processors; Weft runs with it too.
  static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx2g",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private JavaProgram() {}

  static Child start(String name, Class<?> main, String cpus, Path folder, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return Child.start(name, command, cpus, Map.of(), folder);
  }
}
