package dev.weft.bench.clients;

import dev.weft.bench.Bench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `weft bench clients`: what clients of the vendor's protocol cost a server.
@Command(
    name = "clients",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measure a server under clients of the vendor's protocol.")
public final class ClientBench implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private Bench bench;

  @Option(names = "--connections", paramLabel = "N", description = "Idle clients of J (50000).")
  private int connections = 50_000;

  @Option(
      names = "--groups",
      paramLabel = "N",
      split = ",",
      description = "Members of the groups of K (10,100,500).")
  private List<Integer> groups = List.of(10, 100, 500);

  @Option(names = "--seconds", paramLabel = "N", description = "Length of each look (20).")
  private int seconds = 20;

  @Option(names = "--clients", paramLabel = "N", description = "Senders of L (64).")
  private int clients = 64;

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "1..*",
      description = {
        "J: idle connections, bytes of resident memory for each, and all of them logging in again"
            + " after a restart.",
        "K: deliveries a second in groups whose members are online, and p99 from sending to the"
            + " last member.",
        "L: messages of clients to callbacks, beside the same by REST."
      })
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private List<String> scenarios;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(bench.workFolder(), "clients");
    for (String scenario : scenarios) {
      switch (scenario) {
        case "J" -> new IdleConnections(bench.weft(), folder, connections, seconds).run();
        case "K" -> new FanOut(bench.weft(), folder, groups, seconds).run();
        case "L" -> new MessagesIn(bench.weft(), folder, clients, seconds).run();
        default -> {
          IO.println("there is no scenario " + scenario + ": J, K and L are");
          return 2;
        }
      }
    }
    return 0;
  }
}
