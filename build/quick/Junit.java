import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// JUnit in a process of its own, in the module's folder, as Surefire starts it.
final class Junit {

  private final Path home;
  private final ClassPaths classPaths;
  private final List<String> options;

  Junit(Path home, ClassPaths classPaths, List<String> options) {
    this.home = home;
    this.classPaths = classPaths;
    this.options = options;
  }

  /// Runs these tests and shows each. Answers the exit code: 0 if all succeeded.
  ///
  /// @param selectors of classes and methods
  int run(Module module, List<String> selectors) throws IOException, InterruptedException {
    List<String> command = command(module, List.of());
    command.addAll(selectors);
    command.add("--details=tree");
    System.err.println("weft: testing " + module);
    return start(module, command).inheritIO().start().waitFor();
  }

  /// Runs what is fast of these classes; what it prints comes in one piece, when it has ended.
  /// Answers the exit code.
  int runPart(FastRun.Part part) throws IOException, InterruptedException {
    // The model in a thousand schedules; in ./weft test in ten times as many.
    List<String> command =
        command(part.module(), List.of("-Dweft.test.fast=true", "-Dweft.model.schedules=1000"));
    part.classes().forEach(name -> command.add("--select-class=" + name));
    command.addAll(
        List.of(
            "--exclude-tag=slow",
            "--exclude-tag=postgresql",
            "--details=summary",
            "--reports-dir=" + part.reports()));
    Files.createDirectories(part.reports());
    Path log = part.reports().resolve("log");
    int status =
        start(part.module(), command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    synchronized (this) {
      System.err.println("weft: testing " + part.module() + ", " + part.name());
      Files.copy(log, System.out);
      System.out.flush();
    }
    return status;
  }

  private ProcessBuilder start(Module module, List<String> command) {
    return new ProcessBuilder(command).directory(module.folder().toFile());
  }

  private List<String> command(Module module, List<String> properties) throws IOException {
    List<Path> path = new ArrayList<>(classPaths.testPath(module));
    path.add(home.resolve("target/junit-console.jar"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    // They end before the optimizing compiler has earned its time.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(properties);
    command.addAll(options);
    command.add("-cp");
    command.add(path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add("org.junit.platform.console.ConsoleLauncher");
    command.addAll(List.of("execute", "--disable-banner"));
    return command;
  }
}
