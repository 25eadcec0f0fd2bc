package dev.weft.storage;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.AppKey;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every database must do: each test runs on each of them, with an empty one.
@ParameterizedClass
@EnumSource(TestDatabase.class)
@SuppressWarnings("NullAway.Init") // JUnit fills the fields in.
abstract class EachDatabase {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @Parameter TestDatabase kind;

  @TempDir Path folder;

  Database database;

  private Supplier<Database> place;

  @BeforeEach
  final void open() {
    place = kind.fresh(folder);
    database = place.get();
  }

  @AfterEach
  final void close() {
    database.close();
  }

  /// As after a restart.
  final void reopen() {
    database.close();
    database = place.get();
  }

  /// The same database, opened by another process.
  final Database openAgain() {
    return place.get();
  }

  final void run(Consumer<Tx> work) {
    database.transactions().run(work);
  }

  final <T extends @Nullable Object> T call(Function<Tx, T> work) {
    return database.transactions().call(work);
  }

  final <T extends @Nullable Object> T read(Function<Snapshot, T> work) {
    return database.transactions().read(work);
  }

  /// The number of a new app.
  final AppId makeApp(String name) {
    App wanted =
        new App(
            new AppId(0), new AppKey("org", name), UUID.randomUUID(), "id-" + name, "hash", NOW);
    return call(tx -> database.apps().insert(tx, wanted)).id();
  }
}
