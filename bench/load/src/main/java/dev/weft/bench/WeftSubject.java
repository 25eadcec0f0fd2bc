package dev.weft.bench;

import dev.weft.bench.load.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Weft itself, started as everybody starts it.
final class WeftSubject implements Subject {

  private static final Duration START = Duration.ofSeconds(60);

  /// Beyond what the vendor's limits allow, for the runs with very many threads.
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "WEFT_CHAT_THREADS_PER_APP", "10000000",
          "WEFT_CHAT_THREADS_PER_USER", "10000000");

  private final Path program;

  /// @param program the script `weft`
  WeftSubject(Path program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "weft-sqlite";
  }

  @Override
  public String settings() {
    return "this checkout, as ./weft serve starts it; SQLite, synchronous=FULL";
  }

  @Override
  public Running start(Setup setup) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString(), "serve", "--port", "0"));
    command.addAll(List.of("--data", setup.folder().resolve("data").toString()));
    command.addAll(List.of("--app", WeftApi.ORG + "#" + WeftApi.APP));
    command.addAll(
        List.of("--client-id", WeftApi.CLIENT_ID, "--client-secret", WeftApi.CLIENT_SECRET));
    command.addAll(List.of("--callback-allow", "127.0.0.0/8"));
    long start = System.nanoTime();
    Child child = Child.start(name(), command, setup.cpus(), ENVIRONMENT, setup.folder());
    try {
      String url = child.await("weft is ready on ", START);
      double readyMillis = (System.nanoTime() - start) / 1e6;
      int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
      try (WeftApi api = new WeftApi(port)) {
        List<String> threads = api.threads(setup.shape().threads());
        api.rules(setup.shape(), threads, setup.receiver());
        Target target =
            new Target(
                List.of(port),
                "/" + WeftApi.ORG + "/" + WeftApi.APP + "/messages/chatgroups",
                api.token(),
                WeftApi.USER,
                threads);
        return new RunningChild(child, target, readyMillis);
      }
    } catch (RuntimeException | InterruptedException e) {
      child.close();
      throw e;
    }
  }
}
