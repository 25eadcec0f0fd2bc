import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles what has changed. If what others see of a changed class has changed too, everything
/// that may use it is compiled anew.
final class Compiler {

  private final ClassPaths classPaths;
  private final Set<Module> done = new HashSet<>();

  Compiler(ClassPaths classPaths) {
    this.classPaths = classPaths;
  }

  /// Compiles the module, its tests, and before them the modules it uses.
  void compile(Module module) throws IOException {
    boolean changed = false;
    for (Module dependency : classPaths.dependencies(module)) {
      changed |= compileMain(dependency, changed);
    }
    changed |= compileMain(module, changed);
    List<Path> path = new ArrayList<>(List.of(module.classes()));
    path.addAll(classPaths.compilePath(module));
    compile(List.of(module.tests()), module.testClasses(), path, changed);
  }

  private boolean compileMain(Module module, boolean all) throws IOException {
    if (!done.add(module)) {
      return all;
    }
    filterResources(module);
    return compile(module.sources(), module.classes(), classPaths.compilePath(module), all);
  }

  /// Maven would put the version into this one file.
  private static void filterResources(Module module) throws IOException {
    Path version = module.folder().resolve("src/main/resources/weft-version.properties");
    if (Files.exists(version)) {
      Path out = Files.createDirectories(module.quick().resolve("resources"));
      String pom = Files.readString(module.home().resolve("pom.xml"));
      String number =
          pom.replaceAll("(?s).*?<artifactId>weft</artifactId>\\s*<version>([^<]+)<.*", "$1");
      Files.writeString(
          out.resolve("weft-version.properties"),
          Files.readString(version).replace("${project.version}", number));
    }
  }

  /// Answers whether classes that use these must be compiled anew.
  private boolean compile(List<Path> folders, Path out, List<Path> path, boolean all)
      throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path folder : folders) {
      sources.addAll(javaFiles(folder));
    }
    if (sources.isEmpty()) {
      return all;
    }
    Path record = out.resolveSibling(out.getFileName() + ".abi");
    Properties before = new Properties();
    if (Files.exists(record)) {
      try (var in = Files.newBufferedReader(record)) {
        before.load(in);
      }
    }
    String pathText = text(path);
    String names =
        Integer.toHexString(sources.stream().map(Path::toString).sorted().toList().hashCode());
    boolean fresh =
        all
            || !pathText.equals(before.getProperty(" path"))
            || removed(names, sources, before)
            || !Files.isDirectory(out);
    FileTime built = FileTime.fromMillis(Long.parseLong(before.getProperty(" built", "0")));
    List<Path> changed = new ArrayList<>();
    for (Path source : sources) {
      if (fresh || Files.getLastModifiedTime(source).compareTo(built) > 0) {
        changed.add(source);
      }
    }
    if (changed.isEmpty()) {
      return false;
    }
    long now = System.currentTimeMillis();
    boolean visible = fresh;
    if (!fresh) {
      javac(changed, out, prepended(out, path));
      Map<String, String> after = Abi.since(out, now);
      visible =
          after.entrySet().stream()
              .anyMatch(
                  entry ->
                      before.containsKey(entry.getKey())
                          && !entry.getValue().equals(before.getProperty(entry.getKey())));
      after.forEach(before::setProperty);
    }
    if (visible) {
      // If it does not compile, nothing is known of what is there: the next run begins anew.
      Files.deleteIfExists(record);
      delete(out);
      javac(sources, out, path);
      before.clear();
      Abi.since(out, 0).forEach(before::setProperty);
    }
    before.setProperty(" built", Long.toString(now));
    before.setProperty(" path", pathText);
    before.setProperty(
        " sources", sources.stream().map(Path::toString).sorted().collect(Collectors.joining("|")));
    try (var writer = Files.newBufferedWriter(record)) {
      before.store(writer, null);
    }
    return visible;
  }

  private static boolean removed(String names, List<Path> sources, Properties before) {
    Set<String> now = sources.stream().map(Path::toString).collect(Collectors.toSet());
    String then = before.getProperty(" sources", "");
    return Stream.of(then.split("\\|"))
        .anyMatch(source -> !source.isEmpty() && !now.contains(source));
  }

  private static List<Path> prepended(Path out, List<Path> path) {
    List<Path> with = new ArrayList<>(List.of(out));
    with.addAll(path);
    return with;
  }

  private static String text(List<Path> path) {
    return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("module-info.java"))
          .sorted()
          .toList();
    }
  }

  private static void javac(List<Path> sources, Path out, List<Path> path) throws IOException {
    Files.createDirectories(out);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-parameters",
              "-g",
              "-Xmaxerrs",
              "20",
              "-encoding",
              "UTF-8",
              "-d",
              out.toString(),
              "-cp",
              text(path));
      boolean compiled =
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled) {
        throw new FailedException("it does not compile");
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
