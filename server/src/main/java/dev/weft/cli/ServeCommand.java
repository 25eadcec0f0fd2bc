package dev.weft.cli;

import dev.weft.Server;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.Logging;
import dev.weft.cli.base.ReadableSecrets;
import dev.weft.cli.base.StopSignal;
import dev.weft.config.BadSettingException;
import dev.weft.config.Environment;
import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `weft serve`: the server, until it is told to stop.
@Command(
    name = "serve",
    description = "Run the server until SIGTERM or Ctrl-C.",
    footer = {
      "",
      "Examples:",
      "  weft serve",
      "  weft serve --port 9000 --data /var/lib/weft --config weft.yaml",
      "  weft serve --database jdbc:postgresql://db.example.com/weft?user=weft",
      "  weft serve --app 'acme#chat' --client-id ci --client-secret s3cret \\",
      "      --callback-allow 127.0.0.0/8",
      "",
      "Every flag is a setting too, in the file or the environment: see weft.yaml."
    },
    abbreviateSynopsis = true,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {

  @Option(names = "--host", paramLabel = "ADDRESS", description = "Listen here (127.0.0.1).")
  private @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "Listen here (8080); 0: a free one.")
  private @Nullable String port;

  @Option(names = "--data", paramLabel = "DIR", description = "Keep everything here (weft-data).")
  private @Nullable String data;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = {"Keep all but files in this PostgreSQL:", "jdbc:postgresql://HOST/NAME."})
  private @Nullable String database;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings; weft.yaml shows all.")
  private @Nullable Path config;

  @Option(
      names = "--app",
      paramLabel = "ORG#APP",
      description = "Make sure this app exists, with the credentials given.")
  private @Nullable String app;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "Client id of --app (WEFT_CLIENT_ID).")
  private @Nullable String clientId;

  @Option(
      names = "--client-secret",
      paramLabel = "SECRET",
      description = {
        "Secret of --app. Other users can read the command line: better give",
        "WEFT_CLIENT_SECRET, or a file in WEFT_CLIENT_SECRET_FILE."
      })
  private @Nullable String clientSecret;

  @Option(
      names = "--callback-allow",
      paramLabel = "CIDR",
      description = "Let callbacks reach these non-public addresses, e.g. 127.0.0.0/8; repeatable.")
  private List<String> callbackAllow = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings = SettingsLoader.load(Optional.ofNullable(config), System.getenv(), flags());
    Optional<AppKey> key = Optional.ofNullable(app).map(AppKeys::parse);
    Optional<Credentials> credentials = key.map(_ -> credentials());
    Logging.begin(settings.log());
    warnOfSecrets();
    StopSignal stop = StopSignal.take();
    try (GatheredLines _ = GatheredLines.begin();
        Server server = new Server(settings, Clock.systemUTC())) {
      key.ifPresent(present -> server.ensureApp(present, credentials.orElseThrow()));
      Optional<SeedFile> seed =
          Optional.of(settings.server().seed())
              .filter(file -> !file.isEmpty())
              .map(file -> SeedFile.read(Path.of(file)));
      seed.ifPresent(
          file -> file.apps().forEach(each -> server.ensureApp(each.key(), each.credentials())));
      server.start();
      seed.ifPresent(file -> System.out.println("seeded: " + SeedCommand.seed(file, server.url())));
      System.out.println("weft is ready on " + server.listensOn());
      System.out.println("clients: " + server.clients() + ", REST " + server.publicUrl());
      server.console().ifPresent(url -> System.out.println("console: " + url));
      stop.await();
    }
    return 0;
  }

  /// The logger is made here, and not with the class: what it is like was said just before.
  private void warnOfSecrets() {
    List<String> typed = spec.root().commandLine().getParseResult().originalArgs();
    ReadableSecrets.sentences(typed)
        .forEach(sentence -> LoggerFactory.getLogger(ServeCommand.class).warn("{}", sentence));
  }

  private Credentials credentials() {
    Environment environment = new Environment(System.getenv());
    Optional<String> id =
        Optional.ofNullable(clientId).or(() -> environment.value("WEFT_CLIENT_ID"));
    Optional<String> secret =
        Optional.ofNullable(clientSecret).or(() -> environment.value("WEFT_CLIENT_SECRET"));
    if (id.isEmpty() || secret.isEmpty()) {
      throw new BadSettingException("--app needs --client-id and --client-secret beside it");
    }
    return new Credentials(id.get(), secret.get());
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new HashMap<>();
    put(flags, "server.host", host);
    put(flags, "server.port", port);
    put(flags, "server.data", data);
    put(flags, "store.database", database);
    if (!callbackAllow.isEmpty()) {
      flags.put("callback.allow", String.join(",", callbackAllow));
    }
    return flags;
  }

  private static void put(Map<String, String> flags, String key, @Nullable String value) {
    if (value != null) {
      flags.put(key, value);
    }
  }
}
