package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Runs the lines of a shell block: those of `weft` in this process against the documented server,
/// others with bash.
final class DocumentedCommands {

  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

  /// Commands of the script of a checkout; the script itself runs them in CI.
  private static final List<String> SCRIPT = List.of("test", "bench", "dist");

  private final DocumentedServer server;
  private final Path folder;

  DocumentedCommands(DocumentedServer server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /// The commands of a block: joined where a line ends with a backslash, without comments and what
  /// they print.
  static List<String> commands(CodeBlock block) {
    String joined = block.text().replaceAll("\\\\\n\\s*", " ");
    return joined
        .lines()
        .map(line -> line.replaceAll("\\s+# .*$", "").replaceAll("\\s{3,}\\S.*$", "").strip())
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /// Runs one command. Aborts with the reason where it cannot be run here.
  void run(String command) throws Exception {
    List<String> words = words(command);
    String program = words.getFirst();
    if (program.equals("weft") || program.equals("./weft") || program.endsWith("/bin/weft")) {
      weft(words.subList(1, words.size()));
      return;
    }
    switch (program) {
      case "curl" -> bash(command);
      case "export" -> bash(command.replace("…", "x"));
      // Run by FirstStepsTest.
      case "python3", "bash" -> assertThat(server.home().resolve(words.get(1))).exists();
      default -> elsewhere(program, words);
    }
  }

  private void elsewhere(String program, List<String> words) throws IOException {
    if (program.startsWith("dist/drills/")) {
      assertThat(server.home().resolve(program)).isExecutable();
      return;
    }
    if (words.stream().anyMatch(word -> word.startsWith("dist/"))) {
      String path =
          words.stream().filter(word -> word.startsWith("dist/")).findFirst().orElseThrow();
      assertThat(server.home().resolve(path)).exists();
    }
    assumeTrue(false, program + " is not run here: dist/test installs what is documented");
  }

  private void weft(List<String> words) throws Exception {
    if (words.isEmpty() || SCRIPT.contains(words.getFirst())) {
      assumeTrue(false, "a command of the checkout's script: CI runs it itself");
    }
    List<String> arguments = new ArrayList<>(words.stream().map(this::substituted).toList());
    ParseResult parsed =
        Main.commandLine(arguments.toArray(String[]::new))
            .parseArgs(arguments.toArray(String[]::new));
    CommandLine leaf = parsed.asCommandLineList().getLast();
    boolean place = leaf.getCommandSpec().optionsMap().containsKey("--data");
    Path data =
        arguments.subList(0, Math.min(2, arguments.size())).equals(List.of("app", "create"))
            ? Files.createTempDirectory(folder, "app")
            : server.data();
    switch (arguments.getFirst()) {
      // Run by DemoCommandTest and UiKitBrowserTest.
      case "demo" -> {}
      case "serve" -> serve(arguments);
      case "listen" -> listen(arguments, data);
      default -> {
        if (place && !arguments.contains("--data") && !arguments.contains("--database")) {
          arguments.addAll(List.of("--data", data.toString()));
        }
        finished(arguments);
      }
    }
  }

  private void finished(List<String> arguments) {
    assumeTrue(
        arguments.stream().noneMatch(word -> word.startsWith("jdbc:")),
        "its database is a stranger's: PostgresServerTest runs the command");
    if (arguments.contains("--password")) {
      Weft.Result result = Weft.runOn("a-long-password\n", arguments.toArray(String[]::new));
      assertThat(result.exit()).as(result.toString()).isZero();
      return;
    }
    Weft.Result result = Weft.runHere(arguments.toArray(String[]::new));
    assertThat(result.exit()).as(arguments + "\n" + result).isZero();
  }

  /// It says that it is ready.
  private void serve(List<String> arguments) throws IOException {
    if (arguments.contains("--database")) {
      return;
    }
    List<String> all = new ArrayList<>(arguments.subList(1, arguments.size()));
    int data = all.indexOf("--data");
    if (data >= 0) {
      all.subList(data, data + 2).clear();
    }
    Path own = Files.createTempDirectory(folder, "serve");
    try (Weft weft = Weft.serve(own, all.toArray(String[]::new))) {
      assertThat(weft.url()).startsWith("http://");
    }
  }

  /// It says whom it listens to.
  private static void listen(List<String> arguments, Path data) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--data", data.toString()));
    try (Weft weft = Weft.start(all.toArray(String[]::new))) {
      assertThat(weft.awaitLine("laptop")).isNotEmpty();
    }
  }

  private void bash(String command) throws Exception {
    String program = words(command).getFirst();
    assumeTrue(
        program.equals("export") || isInstalled(program), program + " is not installed: not run");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euc", command)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(server.variables());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).doesNotContain("\"error\"");
  }

  static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }

  private String substituted(String word) {
    String text = server.substituted(word);
    if (text.startsWith("/etc/weft")) {
      return server.settings().toString();
    }
    return text.startsWith("/backup/") ? folder.resolve(text.substring(8)).toString() : text;
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group().replaceAll("'([^']*)'|\"([^\"]*)\"", "$1$2"));
    }
    return words;
  }

  static Optional<String> program(CodeBlock block) {
    return commands(block).stream().findFirst().map(command -> words(command).getFirst());
  }
}
