import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// The fast tests of several modules, in as many processes at once as there are processors: much of
/// a test's time is waiting. Tests share no process, as a process has one log and one set of
/// threads that tests look at.
final class FastRun {

  /// Classes of one process: more, and the last process runs alone for long.
  private static final int CLASSES_PER_PROCESS = 45;

  /// Of a class that has no report yet.
  private static final double USUAL_SECONDS = 0.5;

  private final Junit junit;

  FastRun(Junit junit) {
    this.junit = junit;
  }

  /// Answers the exit code: 0 if all succeeded.
  int run(List<Module> modules) throws IOException, InterruptedException {
    List<Part> parts = new ArrayList<>();
    for (Module module : modules) {
      Path reports = module.quick().resolve("reports");
      parts.addAll(parts(module, SlowTests.seconds(reports)));
      Compiler.delete(reports);
    }
    parts.sort(Comparator.comparingDouble(Part::seconds).reversed());
    long begun = System.nanoTime();
    int status = 0;
    try (ExecutorService processes =
        Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()))) {
      List<Future<Integer>> running = new ArrayList<>();
      for (Part part : parts) {
        running.add(processes.submit(() -> junit.runPart(part)));
      }
      for (Future<Integer> one : running) {
        status = Math.max(status, one.get());
      }
    } catch (java.util.concurrent.ExecutionException e) {
      throw new FailedException("JUnit could not be started: " + e.getCause());
    }
    SlowTests.print(modules.stream().map(module -> module.quick().resolve("reports")).toList());
    System.err.printf(
        "weft: %s in %.0f s%n",
        status == 0 ? "all fast tests succeeded" : "fast tests failed, see above",
        (System.nanoTime() - begun) / 1e9);
    return status;
  }

  /// Longest first to the part that is shortest.
  private static List<Part> parts(Module module, Map<String, Double> seconds) throws IOException {
    List<String> classes = classes(module);
    if (classes.isEmpty()) {
      return List.of();
    }
    int count = (classes.size() + CLASSES_PER_PROCESS - 1) / CLASSES_PER_PROCESS;
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(new Part(module, "part-" + i, new ArrayList<>(), 0));
    }
    Comparator<String> byTime =
        Comparator.comparingDouble(name -> seconds.getOrDefault(name, USUAL_SECONDS));
    for (String name : classes.stream().sorted(byTime.reversed()).toList()) {
      parts.sort(Comparator.comparingDouble(Part::seconds));
      Part shortest = parts.removeFirst();
      shortest.classes().add(name);
      parts.add(
          new Part(
              module,
              shortest.name(),
              shortest.classes(),
              shortest.seconds() + seconds.getOrDefault(name, USUAL_SECONDS)));
    }
    return parts;
  }

  /// The tests that need no other process and no browser.
  private static List<String> classes(Module module) throws IOException {
    Path root = module.testClasses();
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString().replace('/', '.'))
          .filter(name -> name.endsWith("Test.class") && !name.contains("$"))
          .filter(name -> !name.startsWith("dev.weft.e2e."))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .sorted()
          .toList();
    }
  }

  /// What one process runs.
  ///
  /// @param seconds how long it took last time
  record Part(Module module, String name, List<String> classes, double seconds) {

    /// Where JUnit writes its report.
    Path reports() {
      return module.quick().resolve("reports").resolve(name);
    }
  }
}
