package dev.weft.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A PostgreSQL of its own for one run, durable as it would be in production.
final class Postgres implements AutoCloseable {

  /// The binaries' defaults for tests would forget commits at a power cut.
  static final Map<String, String> SETTINGS =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "shared_buffers", "256MB",
          "max_wal_size", "4GB",
          "max_connections", "200");

  private final EmbeddedPostgres server;
  private final ProcessHandle process;

  /// @param cpus see [Child#start]
  Postgres(Path folder, String cpus) throws IOException, InterruptedException {
    Path data = folder.resolve("postgres");
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(true);
    SETTINGS.forEach(builder::setServerConfig);
    server = builder.start();
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    process =
        ProcessHandle.of(pid)
            .orElseThrow(() -> new FailedException("PostgreSQL has ended at once"));
    if (!cpus.isEmpty()) {
      new ProcessBuilder("taskset", "-a", "-cp", cpus, Long.toString(pid))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  Usage usage() {
    return Usage.of(process);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new FailedException("PostgreSQL does not stop", e);
    }
  }
}
