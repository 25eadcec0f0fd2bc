package dev.weft.storage.sqlite;

import dev.weft.tx.StoreFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;

/// SQLite's native library. The driver unpacks it into a temporary folder and loads it from there,
/// which fails where that folder cannot be written to or is mounted `noexec`. The folder of the
/// database is then the next place: it can be written to in any case.
final class SqliteLibrary {

  /// Where the driver unpacks, as it reads it anew each time.
  private static final String PLACE = "org.sqlite.tmpdir";

  private static boolean loaded;

  private SqliteLibrary() {}

  /// Loads it, once for the process.
  ///
  /// @param folder that of the database
  /// @throws StoreFailedException if neither place will do
  static synchronized void load(Path folder) {
    if (loaded) {
      return;
    }
    String temporary = System.getProperty(PLACE, System.getProperty("java.io.tmpdir", "/tmp"));
    List<Throwable> failures = new ArrayList<>();
    for (String place : List.of(temporary, folder.toString())) {
      Optional<Throwable> failure = tryFrom(place);
      if (failure.isEmpty()) {
        loaded = true;
        return;
      }
      failures.add(failure.get());
    }
    throw new StoreFailedException(
        "cannot load SQLite's native library: neither %s nor %s can be written to and lets code run from it (noexec?); set TMPDIR to a folder that does"
            .formatted(temporary, folder),
        failures.getLast());
  }

  private static Optional<Throwable> tryFrom(String place) {
    System.setProperty(PLACE, place);
    try {
      SQLiteJDBCLoader.initialize();
      return Optional.empty();
    } catch (Exception | LinkageError e) {
      return Optional.of(e);
    }
  }
}
