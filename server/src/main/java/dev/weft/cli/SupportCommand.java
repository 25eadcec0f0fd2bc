package dev.weft.cli;

import dev.weft.Installation;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoreOptions;
import dev.weft.config.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weft support`: what somebody who helps has to see, in one file.
@Command(
    name = "support",
    description = {
      "Write logs, settings without secrets, the state of the server and versions into a ZIP file.",
      "",
      "It holds no password, no secret, no token and no text of a message. Names of rules and",
      "addresses stand in logs: look through it before you give it away."
    },
    footer = {
      "",
      "Examples:",
      "  weft support weft-support.zip",
      "  weft support weft-support.zip --log /var/log/weft.log"
    },
    sortOptions = false)
final class SupportCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// Of each log, from its end.
  private static final int LOG_BYTES = 4 << 20;

  private static final int JOURNAL_LINES = 20_000;

  @Parameters(paramLabel = "FILE", description = "The ZIP file. It must not exist.")
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private Path file;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description =
          "The log, if it goes to a file. That of the systemd unit weft is found by itself.")
  private @Nullable Path logFile;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings = store.settings();
    Map<String, byte[]> parts = new TreeMap<>();
    put(parts, "versions.txt", versions());
    put(parts, "settings.yaml", SafeSettings.yaml(settings));
    put(parts, "data.txt", files(Path.of(settings.server().data())));
    Optional<URI> server = Installation.managementUrl(settings);
    put(parts, "server.txt", server.map(URI::toString).orElse("no server runs here") + "\n");
    if (server.isPresent()) {
      for (String page : new String[] {"readyz", "metrics"}) {
        put(parts, page + ".txt", fetch(server.get(), "/" + page));
      }
    }
    put(parts, "journal.txt", journal());
    if (logFile != null) {
      parts.put("log.txt", end(logFile));
    }
    try (OutputStream out =
            Files.newOutputStream(file, java.nio.file.StandardOpenOption.CREATE_NEW);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
        zip.closeEntry();
      }
    }
    output.print(
        Map.of("file", file.toString(), "parts", parts.keySet()),
        out -> parts.forEach((name, bytes) -> out.println(name + "  " + bytes.length)));
    return 0;
  }

  private static void put(Map<String, byte[]> parts, String name, String text) {
    parts.put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String versions() {
    StringBuilder text = new StringBuilder("weft " + dev.weft.Version.number() + "\n");
    for (String name :
        new String[] {"java.version", "java.vendor", "os.name", "os.version", "os.arch"}) {
      text.append(name).append(' ').append(System.getProperty(name)).append('\n');
    }
    text.append("processors ").append(Runtime.getRuntime().availableProcessors()).append('\n');
    System.getenv().keySet().stream()
        .filter(name -> name.startsWith("WEFT_"))
        .sorted()
        .forEach(name -> text.append("set ").append(name).append('\n'));
    return text.toString();
  }

  private static String files(Path data) throws IOException {
    if (!Files.isDirectory(data)) {
      return "there is no folder " + data + "\n";
    }
    StringBuilder text = new StringBuilder();
    text.append("free MB ").append(Files.getFileStore(data).getUsableSpace() >> 20).append('\n');
    try (Stream<Path> all = Files.list(data)) {
      for (Path each : all.sorted().toList()) {
        text.append(each.getFileName()).append(' ').append(Files.size(each)).append('\n');
      }
    }
    return text.toString();
  }

  private static String fetch(URI server, String path) throws InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE).build();
      var answer = client.send(request, BodyHandlers.ofString());
      return "status " + answer.statusCode() + "\n" + answer.body();
    } catch (IOException e) {
      return "no answer: " + e.getMessage() + "\n";
    }
  }

  /// What systemd has kept of the unit, where there is one.
  private static String journal() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(
                  "journalctl", "-u", "weft", "-n", Integer.toString(JOURNAL_LINES), "--no-pager")
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(10, TimeUnit.SECONDS) ? text : text + "\njournalctl does not end\n";
    } catch (IOException e) {
      return "no journalctl here\n";
    }
  }

  private static byte[] end(Path log) throws IOException {
    try (var in = Files.newByteChannel(log)) {
      long size = in.size();
      in.position(Math.max(0, size - LOG_BYTES));
      return java.nio.channels.Channels.newInputStream(in).readNBytes(LOG_BYTES);
    }
  }
}
