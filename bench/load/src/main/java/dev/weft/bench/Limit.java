package dev.weft.bench;

import dev.weft.bench.systems.FsyncRate;
import dev.weft.bench.systems.TransactionAlone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A part of the work alone, which no system can do faster: without HTTP, load and receiver.
enum Limit {
  FSYNC("fsync", "appends of 4 KB, each with an fsync of its own; one after the other"),
  SQLITE("sqlite-tx", "the transaction alone: one connection, 64 messages share a commit"),
  SQLITE_EACH("sqlite-tx-each", "the same, a commit for each message"),
  POSTGRES("postgres-tx", "the transaction alone: 16 connections, a commit for each message");

  private static final Duration START = Duration.ofSeconds(60);

  private final String title;
  private final String settings;

  Limit(String title, String settings) {
    this.title = title;
    this.settings = settings;
  }

  String title() {
    return title;
  }

  String settings() {
    return settings;
  }

  /// Measures it.
  Map<Figure, Double> measure(Path folder, String cpus, Duration length)
      throws IOException, InterruptedException {
    String millis = Long.toString(length.toMillis());
    String sqlite = "jdbc:sqlite:" + folder.resolve("alone.db");
    return switch (this) {
      case FSYNC ->
          measure(FsyncRate.class, List.of(folder.toString(), millis), null, folder, cpus);
      case SQLITE ->
          measure(TransactionAlone.class, List.of(sqlite, millis, "1", "64"), null, folder, cpus);
      case SQLITE_EACH ->
          measure(TransactionAlone.class, List.of(sqlite, millis, "1", "1"), null, folder, cpus);
      case POSTGRES -> {
        try (Postgres database = new Postgres(folder, cpus)) {
          yield measure(
              TransactionAlone.class,
              List.of(database.url(), millis, "16", "1"),
              database,
              folder,
              cpus);
        }
      }
    };
  }

  private Map<Figure, Double> measure(
      Class<?> main, List<String> arguments, @Nullable Postgres database, Path folder, String cpus)
      throws IOException, InterruptedException {
    try (Child child = JavaProgram.start(title, main, cpus, folder, arguments)) {
      child.await("begin", START);
      long start = System.nanoTime();
      Usage own = child.usage();
      Usage store = database == null ? Usage.NONE : database.usage();
      double count = Double.parseDouble(child.await("done ", START.plus(START)));
      double seconds = (System.nanoTime() - start) / 1e9;
      own = child.usage().since(own);
      store = (database == null ? Usage.NONE : database.usage()).since(store);
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      figures.put(Figure.RATE, count / seconds);
      figures.put(Figure.CPU, (own.cpuSeconds() + store.cpuSeconds()) * 1e6 / count);
      figures.put(Figure.STORE_CPU, store.cpuSeconds() * 1e6 / count);
      figures.put(Figure.WRITTEN, (own.writtenBytes() + store.writtenBytes()) / 1_024.0 / count);
      return figures;
    }
  }
}
