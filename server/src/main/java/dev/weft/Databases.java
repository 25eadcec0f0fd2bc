package dev.weft;

import dev.weft.config.BadSettingException;
import dev.weft.config.Settings;
import dev.weft.config.Settings.StoreSettings;
import dev.weft.loop.Loops;
import dev.weft.storage.Database;
import dev.weft.storage.postgres.PostgresAddress;
import dev.weft.trace.Tracer;
import dev.weft.tx.CommitListener;
import java.nio.file.Path;

/// Which database the settings mean.
final class Databases {

  private Databases() {}

  /// Whether it is a file in the data folder.
  ///
  /// @throws BadSettingException if it is neither that nor a PostgreSQL
  static boolean isFile(Settings settings) {
    String database = settings.store().database();
    if (!database.isEmpty() && !database.startsWith(PostgresAddress.SCHEME)) {
      throw new BadSettingException(
          "the setting \"store.database\" must be empty for a file in the data folder, or the"
              + " address of a PostgreSQL: jdbc:postgresql://HOST:PORT/NAME");
    }
    return database.isEmpty();
  }

  /// Opens it, its schema up to date.
  ///
  /// @param folder the data folder
  /// @param connections the most connections to a server
  /// @param listener is notified of what is written
  /// @param loops where its background loops are supervised
  /// @param tracer records commits
  static Database open(
      Settings settings,
      Path folder,
      int connections,
      CommitListener listener,
      Loops loops,
      Tracer tracer) {
    StoreSettings store = settings.store();
    return isFile(settings)
        ? Database.sqlite(DataFolder.database(folder), listener, loops, tracer)
        : Database.postgresql(
            new PostgresAddress(
                store.database(), store.user(), store.password(), connections, store.direct()),
            listener,
            loops,
            tracer);
  }
}
