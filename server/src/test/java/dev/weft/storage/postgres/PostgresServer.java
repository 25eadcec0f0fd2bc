package dev.weft.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.weft.FastRun;
import dev.weft.storage.Database;
import dev.weft.tx.CommitListener;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One PostgreSQL for all tests of this JVM: its own, or the one at `-Dpostgres.url=jdbc:…`, whose
/// user must be allowed to create databases. Each test gets a database of its own. If that address
/// is one of a pooler, `-Dpostgres.direct=jdbc:…` leads to the same PostgreSQL past it
/// (`dist/drills/pooler-suite`).
public final class PostgresServer {

  /// Enough to be in each other's way.
  private static final int CONNECTIONS = 8;

  private static final String CUT =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'";

  private static final Pattern DATABASE = Pattern.compile("/([^/?]+)(?:\\?|$)");

  private static final ConcurrentMap<Path, PostgresAddress> OF_FOLDERS = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private PostgresServer() {}

  /// Started by the first test that asks. It ends with this process, in immediate shutdown: nothing
  /// is kept, so the checkpoint of a fast one, of hundreds of databases, would only take time.
  private static final class Holder {
    static final String EXTERNAL = System.getProperty("postgres.url", "");
    static final Path DATA = folder();
    static final String URL = EXTERNAL.isEmpty() ? start() : EXTERNAL;
    static final String DIRECT = System.getProperty("postgres.direct", "");

    /// Where databases are made, which no pooler helps with.
    static String admin() {
      return DIRECT.isEmpty() ? URL : DIRECT;
    }

    private static Path folder() {
      try {
        return Files.createTempDirectory("weft-postgres");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String start() {
      if (FastRun.isOn()) {
        throw new IllegalStateException("give this test the tag postgresql: a fast run has none");
      }
      Runtime.getRuntime().addShutdownHook(new Thread(PostgresServer::stop));
      try {
        return EmbeddedPostgres.builder()
            .setDataDirectory(DATA)
            .setServerConfig("fsync", "off")
            // As people set it who do not mind losses: Weft must not depend on it.
            .setServerConfig("synchronous_commit", "off")
            .setServerConfig("full_page_writes", "off")
            .setServerConfig("shared_buffers", "32MB")
            .setServerConfig("max_connections", "200")
            .setRegisterShutdownHook(false)
            .start()
            .getJdbcUrl("postgres", "postgres");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Made once and copied for each test: that is faster than making its tables each time.
  private static final class Template {
    static final String NAME = create("template0");

    static {
      Database.postgresql(address(NAME), CommitListener.NONE).close();
      // A pooler keeps its connections for a while, and nobody may be in a template that is copied.
      execute(CUT.formatted(NAME));
    }
  }

  /// The address of a database that has its tables and nothing in them.
  public static PostgresAddress freshDatabase() {
    return address(create(Template.NAME));
  }

  /// The settings of a server with a database of its own, the same one for the same data folder.
  public static Map<String, String> settings(Path data) {
    PostgresAddress database = OF_FOLDERS.computeIfAbsent(data, _ -> freshDatabase());
    Map<String, String> settings = new HashMap<>();
    settings.put("store.database", database.url());
    settings.put("store.connections", "8");
    direct(database.url()).ifPresent(direct -> settings.put("store.direct", direct));
    return Map.copyOf(settings);
  }

  /// The way past the pooler to the database of this address, which signals between nodes need;
  /// empty if there is no pooler.
  public static Optional<String> direct(String url) {
    Matcher database = DATABASE.matcher(url);
    return Holder.DIRECT.isEmpty() || !database.find()
        ? Optional.empty()
        : Optional.of(named(Holder.DIRECT, database.group(1)));
  }

  /// The settings of a server on `postgresql`, as above, or on `sqlite`: none.
  public static Map<String, String> settings(String database, Path data) {
    return database.equals("postgresql") ? settings(data) : Map.of();
  }

  /// The address of a database without tables.
  public static PostgresAddress untouchedDatabase() {
    return address(create("template0"));
  }

  private static String create(String template) {
    String name = "weft_%d_%d".formatted(ProcessHandle.current().pid(), NUMBER.incrementAndGet());
    execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    return name;
  }

  private static PostgresAddress address(String database) {
    return new PostgresAddress(named(Holder.URL, database), "", "", CONNECTIONS);
  }

  private static String named(String url, String database) {
    return url.replaceFirst("/[^/?]*(\\?|$)", "/" + database + "$1");
  }

  /// Cuts every connection to the database of a data folder, as a restart of the server does.
  public static void cutConnections(Path data) {
    PostgresAddress database = OF_FOLDERS.computeIfAbsent(data, _ -> freshDatabase());
    execute(CUT.formatted(database.database()));
  }

  /// Whether [#restart] can be called: the server is our own.
  public static boolean canRestart() {
    return Holder.EXTERNAL.isEmpty() && Files.isDirectory(Path.of("/proc/self"));
  }

  private static void stop() {
    try {
      if (Files.exists(Holder.DATA.resolve("postmaster.pid"))) {
        ProcessHandle server = server();
        crash(server);
        var _ = server.onExit().completeOnTimeout(server, 10, TimeUnit.SECONDS).join();
      }
      int _ = new ProcessBuilder("rm", "-rf", Holder.DATA.toString()).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the PostgreSQL of the tests was not stopped", e);
    }
  }

  private static ProcessHandle server() throws IOException {
    String pid = Files.readAllLines(Holder.DATA.resolve("postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /// What PostgreSQL calls an immediate shutdown.
  private static void crash(ProcessHandle server) throws IOException, InterruptedException {
    int _ = new ProcessBuilder("kill", "-QUIT", Long.toString(server.pid())).start().waitFor();
  }

  /// Lets the server crash and start again: it loses its memory and every connection, recovers from
  /// its log, and takes connections when this returns. No other test may be using it.
  public static void restart() throws IOException, InterruptedException {
    ProcessHandle server = server();
    byte[] words = Files.readAllBytes(Path.of("/proc", Long.toString(server.pid()), "cmdline"));
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL does not run as root; in a user namespace of its own it is nobody.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(new String(words, UTF_8).split("\0", 0)));
    crash(server);
    server.onExit().join();
    Process _ =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Holder.DATA.resolve("restarted.log").toFile())
            .start();
    await().ignoreExceptions().until(PostgresServer::answers);
  }

  private static boolean answers() throws SQLException {
    try (Connection connection = DriverManager.getConnection(Holder.URL)) {
      return connection.isValid(1);
    }
  }

  /// A connection beside all databases of tests, as somebody who may do everything.
  public static Connection connect() throws SQLException {
    return DriverManager.getConnection(Holder.admin());
  }

  /// Runs a statement beside all databases of tests.
  public static void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(Holder.admin());
        Statement statement = connection.createStatement()) {
      boolean _ = statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
