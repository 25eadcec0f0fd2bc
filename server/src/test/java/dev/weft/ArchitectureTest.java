package dev.weft;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The package plan of the server, checked. A new package starts with a line here.
class ArchitectureTest {

  /// The package of the server itself: only who starts it may look there.
  private static final String WIRING = "";

  /// The library for app servers, in a module of its own: the demo has an app server, and the
  /// commands call the API with what the library asks it with.
  private static final String RECEIVER = "receiver";

  /// The frames of the vendor's clients, in a module of their own.
  private static final String MSYNC = "msync";

  /// The packages whose ports a store implements.
  private static final List<String> PORTS =
      List.of(
          "tx",
          "trace",
          "app",
          "app.operator",
          "idempotency",
          "cluster",
          "chat",
          "chat.policy",
          "chat.user",
          "chat.push",
          "chat.favorite",
          "chat.search",
          "chat.moderation",
          "callback.moderation",
          "chat.group",
          "chat.room",
          "chat.broadcast",
          "chat.thread",
          "chat.message",
          "chat.stream",
          "chat.file",
          "chat.share",
          "chat.timeline",
          "sync",
          "sync.device",
          "sync.presence",
          "sync.receipt",
          "sync.search",
          "sync.attribute",
          "chat.client",
          "callback.rule",
          "delivery",
          "delivery.engine",
          "delivery.log",
          "delivery.redrive",
          "pull");

  private static final Path MAIN = Path.of("src/main/java/dev/weft");

  private static final long MAX_FILES = 30;

  private static final long MAX_LINES = 350;

  private static final long MAX_LINES_OF_SERVER = 150;

  /// Classes that are still larger, and how large they may be. Lines go, none comes.
  private static final Map<String, Long> LARGE_CLASSES = Map.of("storage/Database.java", 390L);

  /// Each package, and the packages it may look into; a package stands for itself alone, not for
  /// what is inside it. `dev.weft` itself, the wiring, sees all.
  private static final Map<String, List<String>> PLAN =
      Map.ofEntries(
          entry("log", List.of()),
          entry("loop", List.of("tx")),
          entry("folder", List.of()),
          entry("tx", List.of()),
          entry("config", List.of()),
          entry("trace", List.of()),
          entry("telemetry", List.of("trace")),
          entry("outbound", List.of("loop", "trace")),
          entry("alert", List.of("loop", "outbound")),
          entry("app", List.of("loop", "tx")),
          entry("app.operator", List.of("tx", "app")),
          entry("idempotency", List.of("tx", "app")),
          entry("cluster", List.of("loop", "tx")),
          entry("delivery", List.of("tx", "trace")),
          entry("delivery.lane", List.of("delivery", "cluster")),
          entry("delivery.log", List.of("loop", "tx", "delivery", "cluster")),
          entry(
              "delivery.engine",
              List.of("loop", "tx", "trace", "delivery", "delivery.lane", "cluster", "outbound")),
          entry(
              "delivery.redrive",
              List.of(
                  "loop",
                  "tx",
                  "delivery",
                  "delivery.engine",
                  "delivery.log",
                  "cluster",
                  "outbound")),
          entry("pull", List.of("loop", "tx", "delivery", "delivery.engine")),
          entry("chat", List.of("tx", "app")),
          entry("chat.policy", List.of("tx", "app", "chat")),
          entry("chat.user", List.of("tx", "app", "chat", "chat.client")),
          entry("chat.group", List.of("tx", "app", "chat", "chat.policy", "chat.user")),
          entry(
              "chat.room",
              List.of(
                  "tx", "app", "chat", "chat.policy", "chat.user", "chat.group", "chat.client")),
          entry("chat.thread", List.of("tx", "app", "chat", "chat.policy", "chat.group")),
          entry(
              "chat.message",
              List.of(
                  "tx", "app", "chat", "chat.policy", "chat.user", "chat.group", "chat.thread")),
          entry("chat.push", List.of("tx", "app", "chat", "chat.user")),
          entry("chat.favorite", List.of("tx", "app", "chat", "chat.user")),
          entry("chat.moderation", List.of("tx", "app", "chat", "chat.client")),
          entry(
              "chat.broadcast",
              List.of(
                  "loop",
                  "tx",
                  "app",
                  "chat",
                  "chat.policy",
                  "chat.user",
                  "chat.group",
                  "chat.message")),
          entry(
              "chat.stream",
              List.of("loop", "tx", "app", "chat", "chat.policy", "chat.group", "chat.message")),
          entry("chat.file", List.of("loop", "tx", "app", "chat")),
          entry(
              "chat.share", List.of("tx", "app", "chat", "chat.policy", "chat.group", "chat.file")),
          entry("chat.client", List.of("tx", "app", "chat")),
          entry("chat.search", List.of("chat")),
          entry("chat.timeline", List.of("tx", "app", "chat", "chat.message")),
          entry(
              "sync.receipt",
              List.of(
                  "tx",
                  "app",
                  "chat",
                  "chat.client",
                  "chat.group",
                  "chat.message",
                  "chat.timeline",
                  "sync")),
          entry(
              "sync.presence",
              List.of("tx", "app", "chat", "chat.client", "chat.user", "sync", "sync.device")),
          entry("sync.device", List.of("app", "chat", "chat.timeline", "tx")),
          entry("sync.attribute", List.of("tx", "app", "chat", "chat.group", "chat.timeline")),
          entry(
              "sync.search",
              List.of("loop", "tx", "chat", "chat.message", "chat.search", "chat.timeline")),
          entry(
              "sync",
              List.of(
                  "tx",
                  "app",
                  "cluster",
                  "chat",
                  "chat.client",
                  "chat.user",
                  "chat.file",
                  "chat.share",
                  "chat.group",
                  "chat.thread",
                  "chat.message",
                  "chat.timeline",
                  "chat.search",
                  "sync.device",
                  "sync.attribute",
                  "sync.search")),
          entry(
              "callback.event",
              List.of("app", "chat", "chat.client", "delivery", "delivery.log", "trace")),
          entry(
              "callback.rule", List.of("tx", "app", "delivery", "pull", "callback.event", "chat")),
          entry(
              "callback.render",
              List.of(
                  "app",
                  "trace",
                  "chat",
                  "chat.client",
                  "delivery",
                  "callback.event",
                  "callback.rule")),
          entry(
              "callback.moderation",
              List.of(
                  "tx",
                  "app",
                  "chat",
                  "chat.client",
                  "chat.moderation",
                  "outbound",
                  "delivery",
                  "callback.rule")),
          entry(
              "callback.presend",
              List.of(
                  "app",
                  "chat",
                  "chat.client",
                  "delivery",
                  "outbound",
                  "callback.event",
                  "callback.rule",
                  "callback.render")),
          entry(
              "callback.explain",
              List.of(
                  "tx",
                  "app",
                  "chat",
                  "chat.message",
                  "delivery",
                  "delivery.log",
                  "callback.event",
                  "callback.rule")),
          entry(
              "callback",
              List.of(
                  "tx",
                  "app",
                  "chat",
                  "chat.client",
                  "delivery",
                  "callback.event",
                  "callback.rule",
                  "callback.render")),
          entry("storage.sql", List.of("tx", "trace", "chat")),
          entry(
              "storage.jdbc.delivery",
              List.of(
                  "app",
                  "callback.moderation",
                  "callback.rule",
                  "chat",
                  "chat.moderation",
                  "chat.policy",
                  "delivery",
                  "delivery.engine",
                  "delivery.log",
                  "delivery.redrive",
                  "pull",
                  "storage.sql",
                  "trace",
                  "tx")),
          entry(
              "storage.jdbc.group",
              List.of(
                  "app",
                  "chat",
                  "chat.broadcast",
                  "chat.client",
                  "chat.file",
                  "chat.group",
                  "chat.room",
                  "chat.share",
                  "chat.thread",
                  "storage.jdbc",
                  "storage.sql",
                  "tx")),
          entry("storage.search", with(PORTS, "storage.sql")),
          entry("storage.jdbc", with(PORTS, "storage.search", "storage.sql")),
          entry(
              "storage.sqlite",
              with(
                  PORTS,
                  "loop",
                  "storage.sql",
                  "storage.search",
                  "storage.jdbc",
                  "storage.jdbc.delivery",
                  "storage.jdbc.group")),
          entry(
              "storage.postgres.cluster",
              List.of("cluster", "loop", "storage.postgres", "storage.sql", "tx")),
          entry(
              "storage.postgres",
              with(
                  PORTS,
                  "loop",
                  "storage.sql",
                  "storage.search",
                  "storage.jdbc",
                  "storage.jdbc.delivery",
                  "storage.jdbc.group")),
          entry(
              "storage",
              with(
                  PORTS,
                  "loop",
                  "folder",
                  "storage.sql",
                  "storage.search",
                  "storage.jdbc",
                  "storage.sqlite",
                  "storage.postgres",
                  "storage.jdbc.delivery",
                  "storage.jdbc.group",
                  "storage.postgres.cluster")),
          entry("web.http.wire", List.of()),
          entry("web.proxy", List.of("web.http", "web.http.wire")),
          entry("web.tls", List.of("loop")),
          entry("web.http.websocket", List.of()),
          entry("web.http", List.of("trace", "web.http.wire", "web.http.websocket")),
          entry("web.api.limit", List.of("app", "loop", "web.api")),
          entry(
              "web.api",
              List.of(
                  "loop",
                  "tx",
                  "trace",
                  "app",
                  "app.operator",
                  "chat",
                  "chat.user",
                  "delivery",
                  "pull",
                  "web.http",
                  "web.http.wire",
                  "web.proxy",
                  "web.vendor")),
          entry("web.multipart", List.of("web.api", "web.http.wire")),
          entry(
              "web.vendor",
              List.of(
                  "tx",
                  "app",
                  "chat",
                  "chat.policy",
                  "chat.file",
                  "chat.user",
                  "chat.group",
                  "chat.thread",
                  "chat.broadcast",
                  "chat.message",
                  "chat.timeline",
                  "web.http",
                  "web.http.wire",
                  "web.api",
                  "web.api.limit")),
          entry(
              "web.file",
              List.of(
                  "tx",
                  "app",
                  "chat",
                  "chat.policy",
                  "outbound",
                  "chat.file",
                  "chat.share",
                  "web.multipart",
                  "web.api",
                  "web.vendor",
                  "web.api.limit")),
          entry("web.stream", List.of("app", "chat", "chat.stream", "web.api")),
          entry(
              "web.room",
              List.of(
                  "app",
                  "chat",
                  "chat.policy",
                  "chat.group",
                  "chat.room",
                  "web.api",
                  "web.vendor")),
          entry(
              "web.client",
              List.of(
                  "tx",
                  "app",
                  "chat",
                  "chat.policy",
                  "chat.user",
                  "chat.group",
                  "chat.thread",
                  "chat.message",
                  "chat.search",
                  "chat.timeline",
                  "sync",
                  "sync.attribute",
                  "sync.presence",
                  "sync.receipt",
                  "web.api",
                  "web.vendor")),
          entry(
              "web.moderation",
              List.of(
                  "app",
                  "chat",
                  "chat.moderation",
                  "callback.moderation",
                  "callback.rule",
                  "web.api")),
          entry(
              "web.account",
              List.of(
                  "app",
                  "chat",
                  "chat.policy",
                  "chat.user",
                  "chat.push",
                  "chat.favorite",
                  "sync",
                  "web.api",
                  "web.vendor")),
          entry(
              "web.weft",
              List.of(
                  "app",
                  "chat",
                  "callback",
                  "callback.event",
                  "callback.rule",
                  "callback.explain",
                  "delivery",
                  "delivery.engine",
                  "delivery.log",
                  "delivery.redrive",
                  "pull",
                  "web.api",
                  "web.vendor",
                  "web.api.limit")),
          entry(
              "web.operator",
              List.of(
                  "tx",
                  "app",
                  "app.operator",
                  "chat",
                  "chat.file",
                  "chat.message",
                  "callback.event",
                  "callback.rule",
                  "callback.explain",
                  "cluster",
                  "delivery",
                  "delivery.engine",
                  "delivery.log",
                  "delivery.redrive",
                  "web.api",
                  "web.weft")),
          entry(
              "web",
              with(
                  PORTS,
                  "callback",
                  "callback.explain",
                  "web.http",
                  "web.http.wire",
                  "web.http.websocket",
                  "web.proxy",
                  "web.api",
                  "web.api.limit",
                  "web.file",
                  "web.vendor",
                  "web.weft",
                  "web.operator")),
          entry(
              "gateway.meta",
              List.of(
                  "app", "chat", "chat.message", "chat.stream", "chat.timeline", MSYNC, "sync")),
          entry(
              "gateway.device",
              List.of(
                  "app", "chat", "chat.timeline", MSYNC, "gateway.meta", "sync", "sync.device")),
          entry(
              "gateway",
              List.of(
                  "gateway.device",
                  "trace",
                  "loop",
                  "tx",
                  "app",
                  "chat",
                  "chat.client",
                  "chat.user",
                  "chat.group",
                  "chat.room",
                  "chat.thread",
                  "chat.message",
                  "chat.stream",
                  "chat.timeline",
                  "sync",
                  "sync.presence",
                  "sync.receipt",
                  "web.http",
                  MSYNC,
                  MSYNC + ".list",
                  "gateway.meta",
                  "sync.device",
                  "web.http.websocket")),
          entry(
              "metrics",
              List.of("tx", "chat", "cluster", "delivery", "delivery.engine", "delivery.redrive")),
          entry(
              "cli.base",
              List.of(
                  WIRING,
                  "app",
                  "config",
                  "log",
                  RECEIVER,
                  RECEIVER + ".http",
                  RECEIVER + ".pull")),
          entry(
              "cli.demo",
              List.of(
                  WIRING,
                  "app",
                  "cli.base",
                  "config",
                  "folder",
                  RECEIVER,
                  RECEIVER + ".endpoint",
                  RECEIVER + ".httpserver",
                  RECEIVER + ".once")),
          entry("cli.rule", List.of("app", "cli.base")),
          entry("cli.store", List.of(WIRING, "app", "app.operator", "cli.base", "config")),
          entry("cli.delivery", List.of("app", "cli.base")),
          entry("cli.listen", List.of("app", "cli.base", "loop", RECEIVER + ".http")),
          entry(
              "cli",
              List.of(
                  "log",
                  "loop",
                  "folder",
                  "tx",
                  "config",
                  "app",
                  "app.operator",
                  RECEIVER,
                  RECEIVER + ".endpoint",
                  RECEIVER + ".http",
                  RECEIVER + ".httpserver",
                  RECEIVER + ".once",
                  RECEIVER + ".pull",
                  WIRING,
                  "cli.base",
                  "cli.delivery",
                  "cli.demo",
                  "cli.listen",
                  "cli.rule",
                  "cli.store")));

  private static final JavaClasses SERVER = new ClassFileImporter().importPath(compiled());

  /// Where the classes under test are: Maven and `./weft test` compile them to different folders.
  private static Path compiled() {
    try {
      return Path.of(Server.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void every_package_is_in_the_plan() {
    assertThat(SERVER.stream().map(JavaClass::getPackageName).distinct())
        .filteredOn(name -> !name.startsWith("dev.weft." + RECEIVER))
        .filteredOn(name -> !name.startsWith("dev.weft." + MSYNC) && !name.equals("dev.weft"))
        .map(name -> name.substring("dev.weft.".length()))
        .containsExactlyInAnyOrderElementsOf(PLAN.keySet());
  }

  @Test
  void every_package_looks_only_where_the_plan_says() {
    PLAN.forEach(
        (pkg, mayUse) ->
            classes()
                .that()
                .resideInAPackage(packageOf(pkg))
                .should()
                .onlyDependOnClassesThat(
                    resideOutsideOfPackage("dev.weft..")
                        .or(resideInAnyPackage(packagesOf(pkg, mayUse))))
                .check(SERVER));
  }

  @Test
  void only_storage_speaks_sql() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.weft.storage..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..", "javax.sql..", "com.zaxxer..", "org.sqlite..", "org.postgresql..")
        .check(SERVER);
  }

  @Test
  void one_package_opens_connections_to_app_servers() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.weft.outbound..", "dev.weft.cli..", "dev.weft.receiver..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.hc..", "javax.net..", "java.net.http..")
        .check(SERVER);
  }

  @Test
  void time_comes_from_a_clock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(SERVER);
  }

  @Test
  void every_package_is_null_marked() {
    classes()
        .that()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith(NullMarked.class)
        .check(SERVER);
  }

  @Test
  void no_package_has_more_files_than_a_person_can_see() throws IOException {
    Map<Path, Long> files =
        sources().stream().collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
    assertThat(files)
        .allSatisfy(
            (pkg, count) ->
                assertThat(count).as("files of %s", pkg).isLessThanOrEqualTo(MAX_FILES));
  }

  @Test
  void no_class_is_longer_than_a_person_can_read() throws IOException {
    for (Path source : sources()) {
      assertThat(lines(source))
          .as("lines of %s", source)
          .isLessThanOrEqualTo(LARGE_CLASSES.getOrDefault(name(source), MAX_LINES));
    }
    assertThat(lines(MAIN.resolve("Server.java"))).isLessThanOrEqualTo(MAX_LINES_OF_SERVER);
  }

  /// Whoever makes one smaller takes its line away.
  @Test
  void what_may_be_larger_is_larger() throws IOException {
    for (Map.Entry<String, Long> entry : LARGE_CLASSES.entrySet()) {
      assertThat(lines(MAIN.resolve(entry.getKey()))).isGreaterThan(MAX_LINES);
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static long lines(Path source) throws IOException {
    try (Stream<String> lines = Files.lines(source)) {
      return lines.count();
    }
  }

  private static String name(Path source) {
    return MAIN.relativize(source).toString();
  }

  private static String[] packagesOf(String pkg, List<String> mayUse) {
    return Stream.concat(Stream.of(pkg), mayUse.stream())
        .map(ArchitectureTest::packageOf)
        .toArray(String[]::new);
  }

  private static String packageOf(String pkg) {
    return pkg.equals(WIRING) ? "dev.weft" : "dev.weft." + pkg;
  }

  private static List<String> with(List<String> packages, String... more) {
    return Stream.concat(packages.stream(), Stream.of(more)).toList();
  }
}
