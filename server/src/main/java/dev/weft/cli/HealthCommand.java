package dev.weft.cli;

import dev.weft.Installation;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoreOptions;
import dev.weft.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weft health`: whether a server takes work, for health checks of containers and supervisors.
@Command(
    name = "health",
    description = "Ask the server whether it takes work (/readyz): exits 0 if so, 1 if not.",
    footer = {
      "",
      "Examples:",
      "  weft health --data /data",
      "  weft health --server http://127.0.0.1:8080"
    },
    sortOptions = false)
final class HealthCommand implements Callable<Integer> {

  /// A server that takes longer does not take work.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(
      names = {"--server", "--url"},
      paramLabel = "URL",
      description = "The server; else that of the data folder.")
  private @Nullable URI server;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    URI address = server == null ? ofDataFolder() : server;
    int status = ask(address);
    output.print(
        java.util.Map.of("server", address.toString(), "status", status),
        out -> out.println(address + (status == 200 ? " is ready" : " is not ready: " + status)));
    return status == 200 ? 0 : 1;
  }

  private URI ofDataFolder() {
    Settings settings = store.settings();
    return Installation.serverUrl(settings)
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "no server runs in the data folder "
                        + settings.server().data()
                        + ": give --data the folder of yours, or --server its address"));
  }

  private static int ask(URI address) throws InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(address.resolve("/readyz")).timeout(PATIENCE).build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailedException("no server answers at " + address, e);
    }
  }
}
