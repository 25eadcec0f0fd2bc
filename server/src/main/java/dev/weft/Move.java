package dev.weft;

import dev.weft.config.BadSettingException;
import dev.weft.config.Settings;
import dev.weft.config.Settings.StoreSettings;
import dev.weft.storage.SqliteCopy;
import dev.weft.storage.postgres.PostgresAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Moves an installation from its data folder to a PostgreSQL database, uploaded files included.
public final class Move {

  private Move() {}

  /// Copies everything, and answers how many rows each table has now. The folder keeps what it has.
  ///
  /// @param settings the data folder to move from, and the database to move to
  /// @throws BadSettingException if there is nothing to move, a server is running on the folder, or
  ///   the database is none of PostgreSQL
  /// @throws dev.weft.tx.StoreFailedException saying in one sentence why the database cannot be
  ///   filled
  public static Map<String, Long> run(Settings settings) {
    if (Databases.isFile(settings)) {
      throw new BadSettingException(
          "there is nowhere to move to: give --to the address of a PostgreSQL database");
    }
    Path folder = Path.of(settings.server().data());
    if (!Files.exists(DataFolder.database(folder))) {
      throw new BadSettingException(
          "there is no database in the data folder "
              + folder
              + ": give --from that of your server");
    }
    StoreSettings store = settings.store();
    PostgresAddress target =
        new PostgresAddress(store.database(), store.user(), store.password(), 1);
    // Holding the folder, so that no server starts meanwhile.
    try (DataFolder held = DataFolder.open(folder)) {
      new DatabaseFile(folder).check();
      return SqliteCopy.copy(DataFolder.database(folder), held.files(), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
