package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.config.SettingsLoader;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Every code block of what users and operators read, in both languages, run as it stands there. A
/// block that nothing here knows how to run fails.
@Tag("slow")
@Tag("postgresql")
class DocumentsTest {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  /// Pages for contributors: `StyleGuideTest` has the first, the commands of the others are CI's
  /// own.
  private static final Set<String> FOR_CONTRIBUTORS =
      Set.of(
          "docs/STYLE.md",
          "docs/ARCHITECTURE.md",
          "docs/GLOSSARY.md",
          "docs/client-tests.md",
          "docs/faults.md",
          "docs/performance.md");

  /// Blocks that show what is no code, by how they begin, and what else holds them to the truth.
  private static final Map<String, String> SHOWN =
      Map.ofEntries(
          Map.entry("webhook-id: ", "a callback: ThreadCallbackTest"),
          Map.entry("expected = base64", "a formula: SnippetsTest runs it in three languages"),
          Map.entry("security = md5_hex", "a formula: the signature vectors"),
          Map.entry("10.0.0.1 is a private address", "what the server says: ForbiddenUrlTest"),
          Map.entry("2026-11-22T", "lines of the log: LogInjectionTest"),
          Map.entry("<UIKitProvider", "JSX: ui-kits has the page, UiKitBrowserTest runs it"));

  private static final Pattern REQUEST =
      Pattern.compile("(GET|POST|PUT|DELETE) +(/\\S+)(?: +(\\{.*}))?(?: +#.*)?");

  @TempDir private static Path folder;
  private static DocumentedServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new DocumentedServer(HOME, folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// Pages that users and operators read.
  private static List<String> pages() throws IOException {
    try (Stream<Path> files = Files.walk(HOME, 3)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> HOME.relativize(file).toString())
          .filter(
              page ->
                  page.matches(
                          "README.*|docs/(operating/|zh-CN/)?[^/]+\\.md|[a-z0-9-]+/README\\.md")
                      || page.matches("(examples|npm)/[^/]+/README\\.md"))
          .filter(page -> !FOR_CONTRIBUTORS.contains(page))
          .sorted()
          .toList();
    }
  }

  @TestFactory
  Stream<DynamicContainer> every_code_block_runs() throws IOException {
    Map<String, CodeBlock> seen = new HashMap<>();
    List<DynamicContainer> containers = new ArrayList<>();
    for (String page : pages()) {
      List<DynamicTest> tests = new ArrayList<>();
      for (CodeBlock block : CodeBlock.of(HOME, page)) {
        // The other language shows the same.
        if (seen.putIfAbsent(block.code(), block) == null) {
          tests.add(DynamicTest.dynamicTest(block.toString(), () -> run(block)));
        }
      }
      containers.add(DynamicContainer.dynamicContainer(page, tests));
    }
    return containers.stream();
  }

  private static void run(CodeBlock block) throws Exception {
    Optional<String> shown =
        SHOWN.entrySet().stream()
            .filter(entry -> block.text().startsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    if (shown.isPresent()) {
      return;
    }
    String text = block.text();
    if (block.language().equals("java")
        || text.contains(" ThreadCallback ")
        || text.contains("@Bean")
        || text.startsWith("CallbackReceiver ")) {
      DocumentedJava.compile(block);
    } else if (block.language().equals("xml") || text.startsWith("<dependency>")) {
      xml(text);
    } else if (block.language().equals("python") || text.contains("from flask import")) {
      syntax(text, "block.py", "python3", "-m", "py_compile");
    } else if (block.language().equals("php") || text.contains("php://input")) {
      syntax(text.startsWith("<?php") ? text : "<?php\n" + text, "block.php", "php", "-l");
    } else if (block.language().equals("go")) {
      syntax(text, "block.go", "gofmt", "-e");
    } else if (block.language().equals("js")
        || text.startsWith("const client")
        || text.contains("import express")) {
      syntax(text, "block.mjs", "node", "--check");
    } else if (block.language().equals("ts")) {
      // The library compiles what its page shows.
      assertThat(HOME.resolve("npm/weft-receiver/test/readme.test.ts")).exists();
    } else if (REQUEST.matcher(block.firstLine()).matches()) {
      http(block);
    } else if (block.startsWith("ALTER ROLE", "BEGIN;")) {
      sql(text);
    } else if (block.startsWith("{", "[")) {
      json(text);
    } else if (text.contains("proxy_pass")) {
      yaml(text.substring(0, text.indexOf("# nginx")));
    } else if (block.firstLine().matches("# weft.yaml|[a-z_]+:")) {
      yaml(text);
    } else if (DocumentedCommands.program(block).isPresent() && block.language().isEmpty()) {
      shell(block);
    } else {
      fail("nothing runs this block:\n" + text);
    }
  }

  private static void shell(CodeBlock block) throws Exception {
    DocumentedCommands commands = new DocumentedCommands(server, folder);
    for (String command : DocumentedCommands.commands(block)) {
      // What the command before it prints.
      if (!command.matches("NODE .*|\\d+ +im-.*")) {
        commands.run(command);
      }
    }
  }

  private static void http(CodeBlock block) throws Exception {
    List<String> lines = block.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher request = REQUEST.matcher(lines.get(i).strip());
      if (request.matches()) {
        String body = request.group(3);
        boolean below = body == null && i + 1 < lines.size() && lines.get(i + 1).startsWith("{");
        if (below) {
          i++;
          body = lines.get(i);
        }
        var _ = server.call(request.group(1), request.group(2), body == null ? "" : body);
      } else if (!lines.get(i).isBlank()) {
        int end = i;
        while (end < lines.size() && !REQUEST.matcher(lines.get(end).strip()).matches()) {
          end++;
        }
        String answer = String.join("\n", lines.subList(i, end)).strip();
        json(answer.startsWith("\"") ? "{" + answer + "}" : answer);
        i = end - 1;
      }
    }
  }

  private static void json(String text) {
    assertThat(JsonMapper.shared().readTree(text).isContainer()).isTrue();
  }

  private static void xml(String text) throws Exception {
    int end = text.indexOf("\n\n");
    String one = end < 0 ? text : text.substring(0, end);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    String artifact =
        factory
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(one)))
            .getElementsByTagName("artifactId")
            .item(0)
            .getTextContent();
    assertThat(artifact).matches("weft-[a-z-]+|maven-surefire-plugin");
    if (artifact.startsWith("weft-")) {
      assertThat(HOME.resolve(artifact.substring("weft-".length()))).isDirectory();
    }
  }

  /// Settings, what `weft seed` takes, or the settings of Prometheus.
  private static void yaml(String text) throws IOException {
    if (text.startsWith("scrape_configs:")) {
      assertThat(new YAMLMapper().readTree(text).at("/scrape_configs/0/static_configs").isArray())
          .isTrue();
      return;
    }
    Path file = Files.writeString(Files.createTempFile(folder, "block", ".yaml"), text);
    if (text.startsWith("apps:")) {
      assertThat(SeedFile.read(file).apps()).isNotEmpty();
    } else {
      assertThat(SettingsLoader.load(Optional.of(file), Map.of(), Map.of())).isNotNull();
    }
  }

  private static void sql(String text) throws Exception {
    try (Connection connection = PostgresServer.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "DO 'BEGIN CREATE ROLE weft; EXCEPTION WHEN duplicate_object THEN NULL; END'");
      statement.execute("CREATE TEMPORARY TABLE seen (id text PRIMARY KEY)");
      for (String one : text.replaceAll("--.*", "").split(";", -1)) {
        String command = one.strip().replace(":webhook_id", "'a'");
        if (!command.isEmpty() && !command.matches("BEGIN|COMMIT|UPDATE \\.\\.\\.")) {
          statement.execute(command);
        }
      }
      connection.rollback();
    }
  }

  /// Checks what cannot be run alone: its parts are the reader's.
  private static void syntax(String text, String file, String... command) throws Exception {
    assumeTrue(
        DocumentedCommands.isInstalled(command[0]),
        command[0] + " is not installed: the block is not checked");
    Path program =
        Files.writeString(Files.createTempDirectory(folder, "block").resolve(file), text);
    List<String> all = new ArrayList<>(List.of(command));
    all.add(program.toString());
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

  @Test
  void every_link_between_pages_leads_somewhere() throws IOException {
    Set<String> broken = new TreeSet<>();
    List<String> all = new ArrayList<>(pages());
    all.addAll(FOR_CONTRIBUTORS);
    all.addAll(List.of("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"));
    for (String page : all) {
      String text = Files.readString(HOME.resolve(page));
      for (Matcher link = LINK.matcher(text); link.find(); ) {
        String target = link.group(1);
        if (!target.matches("[a-z]+:.*") && !leads(HOME.resolve(page), target)) {
          broken.add(page + " -> " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leads(Path page, String target) throws IOException {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return hash < 0
        || !file.toString().endsWith(".md")
        || anchors(file).contains(target.substring(hash + 1));
  }

  /// As GitHub and VitePress name headings.
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    for (String line : Files.readAllLines(page)) {
      if (line.matches("#+ .*")) {
        String title = line.replaceFirst("#+ ", "").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
        anchors.add(
            title
                .toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                .strip()
                .replace(' ', '-'));
      }
    }
    return anchors;
  }

  /// What only those read who change Weft, or what is in both languages in one page.
  private static final Set<String> ENGLISH_ONLY = Set.of();

  @Test
  void every_page_of_users_and_operators_is_there_in_chinese() throws IOException {
    List<String> missing =
        pages().stream()
            .filter(page -> page.matches("docs/(operating/)?[^/]+\\.md"))
            .filter(page -> !ENGLISH_ONLY.contains(page))
            .map(page -> "docs/zh-CN/" + Path.of(page).getFileName())
            .filter(page -> !Files.exists(HOME.resolve(page)))
            .toList();

    assertThat(missing).isEmpty();
  }
}
