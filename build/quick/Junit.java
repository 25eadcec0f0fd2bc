import java.io.File;
import java.io.IOException;
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

  /// Answers the exit code: 0 if all succeeded.
  ///
  /// @param selectors of classes and methods; none for the whole module
  int run(Module module, List<String> selectors, boolean fast)
      throws IOException, InterruptedException {
    List<Path> path = new ArrayList<>(classPaths.testPath(module));
    path.add(home.resolve("target/junit-console.jar"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(options);
    if (fast) {
      // The model in a thousand schedules; in ./weft test in ten times as many.
      command.addAll(List.of("-Dweft.test.fast=true", "-Dweft.model.schedules=1000"));
    } else {
      // A few tests: they end before the optimizing compiler has earned its time.
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-cp");
    command.add(path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add("org.junit.platform.console.ConsoleLauncher");
    command.addAll(List.of("execute", "--disable-banner"));
    if (selectors.isEmpty()) {
      command.add("--scan-class-path=" + module.testClasses());
      command.addAll(
          List.of(
              "--exclude-tag=slow",
              "--exclude-tag=postgresql",
              "--exclude-package=dev.weft.e2e",
              "--details=summary"));
    } else {
      command.addAll(selectors);
      command.add("--details=tree");
    }
    Path reports = module.quick().resolve("reports");
    command.add("--reports-dir=" + reports);
    System.err.println("weft: testing " + module);
    int status =
        new ProcessBuilder(command)
            .directory(module.folder().toFile())
            .inheritIO()
            .start()
            .waitFor();
    if (fast) {
      SlowTests.print(reports);
    }
    return status;
  }
}
