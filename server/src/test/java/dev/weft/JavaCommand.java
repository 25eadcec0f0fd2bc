package dev.weft;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command that runs a class of this build in a process of its own, made to start fast.
public final class JavaCommand {

  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private JavaCommand() {}

  /// The command that starts a class in a process of its own.
  ///
  /// @param main whose `main` runs
  /// @param options further ones of the JVM; they win over those that are always given
  public static List<String> of(Class<?> main, List<String> options, List<String> arguments) {
    List<String> all = new ArrayList<>(ClassArchive.javaOptions());
    all.addAll(options);
    return with(all, main, arguments);
  }

  /// The same without the archive and class path of [ClassArchive].
  static List<String> with(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>(JAVA);
    command.addAll(options);
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }
}
