import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Runs tests without Maven: it compiles what has changed, in this process, and starts JUnit.
/// `./weft test NAME...` and `./weft test --fast` come here; started by the file `build/test`.
public final class Tests {

  private static final String HELP =
      """
      Usage: ./weft test [NAME... | --fast] [-DKEY=VALUE | -X... | -agentlib:...]

        ./weft test                          every test, as CI runs them (mvn verify)
        ./weft test GroupsTest               one class
        ./weft test GroupsTest#method        one method
        ./weft test 'Group*'                 every class whose name matches
        ./weft test --fast                   without PostgreSQL and without slow tests
        ./weft test -pl receiver             Maven's options: mvn verify with them

      Only --fast and NAME compile with plain javac; Error Prone, NullAway and the format are checked
      by ./weft test.\
      """;

  private Tests() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("weft.home"));
    List<String> names = new ArrayList<>();
    List<String> options = new ArrayList<>();
    boolean fast = false;
    for (String arg : args) {
      switch (arg) {
        case "-h", "--help" -> {
          System.out.println(HELP);
          return;
        }
        case "--fast" -> fast = true;
        default -> {
          boolean forJava =
              arg.startsWith("-D") || arg.startsWith("-X") || arg.startsWith("-agentlib");
          if (arg.startsWith("-") && !forJava) {
            System.err.println("weft: unknown option " + arg + ": see ./weft test --help");
            System.exit(1);
          }
          (forJava ? options : names).add(arg);
        }
      }
    }
    try {
      System.exit(new Tests().run(home, names, fast, options));
    } catch (FailedException e) {
      System.err.println("weft: " + e.getMessage());
      System.exit(1);
    }
  }

  private int run(Path home, List<String> names, boolean fast, List<String> options)
      throws IOException, InterruptedException {
    List<Module> modules = Module.of(home);
    Map<Module, List<String>> selection = fast ? all(modules) : named(modules, names);
    ClassPaths classPaths = new ClassPaths(home, modules);
    classPaths.prepare(selection.keySet());
    Compiler compiler = new Compiler(classPaths);
    Junit junit = new Junit(home, classPaths, options);
    if (fast) {
      for (Module module : selection.keySet()) {
        compiler.compile(module);
      }
      return new FastRun(junit).run(List.copyOf(selection.keySet()));
    }
    int status = 0;
    for (Map.Entry<Module, List<String>> selected : selection.entrySet()) {
      compiler.compile(selected.getKey());
      status = Math.max(status, junit.run(selected.getKey(), selected.getValue()));
    }
    return status;
  }

  /// The modules whose tests need nothing else.
  private static Map<Module, List<String>> all(List<Module> modules) {
    Map<Module, List<String>> all = new LinkedHashMap<>();
    for (Module module : modules) {
      if (List.of("receiver", "client", "msync", "server").contains(module.name())
          && Files.isDirectory(module.tests())) {
        all.put(module, List.of());
      }
    }
    return all;
  }

  /// JUnit's selectors of the classes and methods with these names, by module.
  private static Map<Module, List<String>> named(List<Module> modules, List<String> names)
      throws IOException {
    Map<Module, List<String>> named = new LinkedHashMap<>();
    for (String name : names) {
      String type = name.replaceAll("#.*", "").replaceAll("\\.java$", "");
      String method = name.contains("#") ? name.substring(name.indexOf('#') + 1) : "";
      boolean found = false;
      for (Module module : modules) {
        for (String test : find(module, type)) {
          found = true;
          named
              .computeIfAbsent(module, _ -> new ArrayList<>())
              .add(
                  method.isEmpty()
                      ? "--select-class=" + test
                      : "--select-method=" + test + "#" + method);
        }
      }
      if (!found) {
        throw new FailedException(
            "there is no test \"%s\": give the name of a class, of CLASS#METHOD, or a pattern with *"
                .formatted(type));
      }
    }
    if (names.isEmpty()) {
      throw new FailedException("which test? See ./weft test --help");
    }
    return named;
  }

  private static List<String> find(Module module, String name) throws IOException {
    if (!Files.isDirectory(module.tests())) {
      return List.of();
    }
    String simple = name.substring(name.lastIndexOf('.') + 1);
    String pattern = simple.replace("$", "\\$").replace("*", ".*") + "\\.java";
    try (Stream<Path> files = Files.walk(module.tests())) {
      return files
          .filter(file -> file.getFileName().toString().matches(pattern))
          .map(file -> module.tests().relativize(file).toString())
          .map(file -> file.replaceAll("\\.java$", "").replace('/', '.'))
          .filter(type -> simple.contains("*") ? type.endsWith("Test") : type.endsWith(name))
          .sorted()
          .toList();
    }
  }
}
