import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A module of the build: a folder with a `pom.xml`.
record Module(Path home, Path folder) {

  /// Every module below the checkout `home`, at most three folders deep.
  static List<Module> of(Path home) throws IOException {
    List<Module> modules = new ArrayList<>();
    try (Stream<Path> files = Files.find(home, 3, (file, _) -> file.endsWith("pom.xml"))) {
      for (Path pom : files.sorted().toList()) {
        Path folder = pom.getParent();
        if (!folder.equals(home) && !folder.toString().contains("/target/")) {
          modules.add(new Module(home, folder));
        }
      }
    }
    return modules;
  }

  /// `examples/plain-jdk`, as Maven's option `-pl` takes it.
  String name() {
    return home.relativize(folder).toString();
  }

  Path tests() {
    return folder.resolve("src/test/java");
  }

  Path main() {
    return folder.resolve("src/main/java");
  }

  /// Where this tool puts what it makes: Maven's own classes stay as they are.
  Path quick() {
    return folder.resolve("target/quick");
  }

  Path classes() {
    return quick().resolve("classes");
  }

  Path testClasses() {
    return quick().resolve("test-classes");
  }

  /// The folders of the module's own sources and of those that its build generates.
  List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    if (Files.isDirectory(main())) {
      sources.add(main());
    }
    Path generated = folder.resolve("target/generated-sources");
    if (Files.isDirectory(generated)) {
      try (Stream<Path> folders = Files.walk(generated, 2)) {
        folders
            .filter(Files::isDirectory)
            .filter(
                folder ->
                    Files.isDirectory(folder.resolve("dev"))
                        || Files.isDirectory(folder.resolve("com")))
            .forEach(sources::add);
      }
    }
    return sources;
  }

  @Override
  public String toString() {
    return name();
  }
}
