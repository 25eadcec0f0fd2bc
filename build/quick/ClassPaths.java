import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The class path of each module, as Maven has resolved it. Maven is asked again when a `pom.xml`
/// has changed.
final class ClassPaths {

  private final Path home;
  private final List<Module> modules;
  private final Map<Module, List<Path>> known = new HashMap<>();

  ClassPaths(Path home, List<Module> modules) {
    this.home = home;
    this.modules = modules;
  }

  /// Makes sure that the class paths of these modules, and of those they depend on, are there.
  void prepare(Collection<Module> wanted) throws IOException, InterruptedException {
    List<Module> stale = new ArrayList<>();
    for (Module module : wanted) {
      if (!isFresh(module)) {
        stale.add(module);
      }
    }
    if (stale.isEmpty()) {
      return;
    }
    System.err.println("weft: asking Maven for the class path of " + stale);
    List<String> command =
        List.of(
            System.getProperty("weft.maven"),
            "-q",
            "-B",
            "-f",
            home.resolve("pom.xml").toString(),
            "-Pprogram,quick,bench",
            "-Dmaven.main.skip",
            "-pl",
            stale.stream().map(Module::name).collect(Collectors.joining(",")),
            "-am",
            "process-classes");
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new FailedException("Maven could not resolve the class path of " + stale);
    }
    known.clear();
    FileTime now = FileTime.from(Instant.now());
    for (Module module : stale) {
      // Maven leaves a file alone whose content is right already.
      Files.setLastModifiedTime(file(module), now);
    }
  }

  private boolean isFresh(Module module) throws IOException {
    Path file = file(module);
    if (!Files.exists(file)) {
      return false;
    }
    List<Path> poms = new ArrayList<>(List.of(home.resolve("pom.xml")));
    modules.forEach(other -> poms.add(other.folder().resolve("pom.xml")));
    for (Path pom : poms) {
      if (Files.getLastModifiedTime(pom).compareTo(Files.getLastModifiedTime(file)) > 0) {
        return false;
      }
    }
    for (Path entry : entries(module)) {
      if (entry.toString().endsWith(".jar") && !Files.exists(entry)) {
        return false;
      }
    }
    return true;
  }

  private static Path file(Module module) {
    return module.quick().resolve("classpath");
  }

  /// The libraries, and the modules as the folders that Maven compiles into.
  private List<Path> entries(Module module) throws IOException {
    List<Path> entries = known.get(module);
    if (entries == null) {
      entries =
          List.of(Files.readString(file(module)).strip().split(File.pathSeparator)).stream()
              .map(Path::of)
              .toList();
      known.put(module, entries);
    }
    return entries;
  }

  /// The modules that a module uses, each after those it uses itself.
  List<Module> dependencies(Module module) throws IOException {
    List<Module> found = new ArrayList<>();
    for (Path entry : entries(module)) {
      for (Module other : modules) {
        if (!other.equals(module)
            && (entry.equals(other.folder().resolve("target/classes"))
                || entry.startsWith(other.folder().resolve("target")))) {
          if (!found.contains(other)) {
            found.add(other);
          }
        }
      }
    }
    List<Module> ordered = new ArrayList<>();
    for (Module dependency : found) {
      for (Module before : dependencies(dependency)) {
        if (!ordered.contains(before)) {
          ordered.add(before);
        }
      }
      if (!ordered.contains(dependency)) {
        ordered.add(dependency);
      }
    }
    return ordered;
  }

  /// What the module is compiled with, its own classes left out: other modules as this tool has
  /// compiled them.
  List<Path> compilePath(Module module) throws IOException {
    List<Path> path = new ArrayList<>();
    for (Module dependency : dependencies(module)) {
      path.add(dependency.classes());
      path.add(dependency.quick().resolve("resources"));
      path.add(dependency.folder().resolve("src/main/resources"));
    }
    for (Path entry : entries(module)) {
      if (modules.stream().noneMatch(other -> entry.startsWith(other.folder().resolve("target")))) {
        path.add(entry);
      }
    }
    return path;
  }

  /// What its tests run with.
  List<Path> testPath(Module module) throws IOException {
    List<Path> path = new ArrayList<>();
    path.add(module.testClasses());
    // The console as it was built last, where it was.
    path.add(module.folder().resolve("../console/dist"));
    path.add(module.folder().resolve("src/test/resources"));
    path.add(module.classes());
    path.add(module.quick().resolve("resources"));
    path.add(module.folder().resolve("src/main/resources"));
    path.addAll(compilePath(module));
    return path.stream().filter(Files::exists).toList();
  }
}
