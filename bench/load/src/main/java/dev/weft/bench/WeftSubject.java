package dev.weft.bench;

import dev.weft.bench.load.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Weft itself, started as everybody starts it.
final class WeftSubject implements Subject {

  private static final Duration START = Duration.ofSeconds(60);
  private static final String READY = "weft is ready on ";

  /// Beyond what the vendor's limits allow, for the runs with very many threads.
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "WEFT_CHAT_THREADS_PER_APP", "10000000",
          "WEFT_CHAT_THREADS_PER_USER", "10000000",
          // Nobody has to guess passwords here, and very many users are made.
          "WEFT_APP_BCRYPT_COST", "4");

  private final Path program;
  private final boolean postgres;
  private final int nodes;

  /// @param program the script `weft`
  /// @param postgres whether on PostgreSQL; else on SQLite
  /// @param nodes of one installation
  WeftSubject(Path program, boolean postgres, int nodes) {
    this.program = program;
    this.postgres = postgres;
    this.nodes = nodes;
  }

  @Override
  public String name() {
    return (postgres ? "weft-postgres" : "weft-sqlite") + (nodes > 1 ? "-" + nodes : "");
  }

  @Override
  public String settings() {
    return "this checkout, as ./weft serve starts it, with its default settings; in order";
  }

  @Override
  public Running start(Setup setup) throws IOException, InterruptedException {
    @Nullable Postgres database = postgres ? new Postgres(setup.folder(), setup.cpus()) : null;
    List<Child> children = new ArrayList<>();
    try {
      long start = System.nanoTime();
      List<Integer> ports = new ArrayList<>();
      for (int node = 0; node < nodes; node++) {
        Child child = child(setup, database, node, 0);
        children.add(child);
        String url = child.await(READY, START);
        ports.add(Integer.valueOf(url.substring(url.lastIndexOf(':') + 1)));
      }
      double readyMillis = (System.nanoTime() - start) / 1e6;
      return new RunningChildren(
          children,
          database,
          target(setup, ports),
          readyMillis,
          port -> {
            Child again = child(setup, database, 0, port);
            String _ = again.await(READY, START);
            return again;
          });
    } catch (RuntimeException | IOException | InterruptedException e) {
      children.forEach(Child::close);
      if (database != null) {
        database.close();
      }
      throw e;
    }
  }

  /// @param port 0 for a free one
  private Child child(Setup setup, @Nullable Postgres database, int node, int port)
      throws IOException {
    return Child.start(
        name() + (node == 0 ? "" : "-node" + (node + 1)),
        command(setup, database, node, port),
        setup.cpus(),
        ENVIRONMENT,
        setup.folder());
  }

  private List<String> command(Setup setup, @Nullable Postgres database, int node, int port) {
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "serve", "--port", Integer.toString(port)));
    command.addAll(List.of("--data", setup.folder().resolve("data" + node).toString()));
    command.addAll(List.of("--app", WeftApi.ORG + "#" + WeftApi.APP));
    command.addAll(
        List.of("--client-id", WeftApi.CLIENT_ID, "--client-secret", WeftApi.CLIENT_SECRET));
    command.addAll(List.of("--callback-allow", "127.0.0.0/8"));
    if (database != null) {
      command.addAll(List.of("--database", database.url()));
    }
    return command;
  }

  private static Target target(Setup setup, List<Integer> ports) throws InterruptedException {
    Shape shape = setup.shape();
    String app = "/" + WeftApi.ORG + "/" + WeftApi.APP;
    try (WeftApi api = new WeftApi(ports.getFirst())) {
      String path =
          app
              + switch (shape.asked()) {
                case MESSAGE, DEVICE_MESSAGE -> "/messages/chatgroups";
                case REACTION -> "/reaction/user/" + WeftApi.USER;
                case ATTRIBUTE -> "/metadata/user/";
                case MEMBER_ATTRIBUTE -> "/metadata/chatgroup/";
              };
      List<String> changed =
          switch (shape.asked()) {
            case MESSAGE -> api.threads(shape.threads());
            case DEVICE_MESSAGE -> api.senders(shape.threads());
            case REACTION -> api.messages(shape.threads());
            case ATTRIBUTE -> api.users(shape.threads());
            case MEMBER_ATTRIBUTE -> api.members(shape.threads());
          };
      api.rules(shape, changed, setup.receiver());
      return new Target(ports, shape.asked(), path, api.token(), WeftApi.USER, changed);
    }
  }
}
