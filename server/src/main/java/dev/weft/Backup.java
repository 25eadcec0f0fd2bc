package dev.weft;

import dev.weft.config.BadSettingException;
import dev.weft.config.Settings;
import dev.weft.storage.sqlite.SqliteBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// Backup and restore of an installation on SQLite. PostgreSQL has tools of its own.
public final class Backup {

  private Backup() {}

  /// Writes the database into `file` while the server runs. Who restores it has everything that was
  /// answered before the backup began.
  ///
  /// @return how many rows each table has in the backup, which was checked after it was written
  /// @throws BadSettingException if there is nothing to back up, or `file` is there already
  /// @throws dev.weft.tx.StoreFailedException if the backup cannot be written, or cannot be read
  public static Map<String, Long> write(Settings settings, Path file) throws IOException {
    Path database = database(settings);
    if (!Files.exists(database)) {
      throw new BadSettingException(
          "there is no database in the data folder "
              + database.toAbsolutePath().getParent()
              + ": give --data the folder of your server");
    }
    if (Files.exists(file)) {
      throw new BadSettingException(file + " exists already: give the backup another name");
    }
    // Under another name until it is whole: a backup that was broken off is not taken for one.
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    try {
      createForOwner(part);
      SqliteBackup.write(database, part);
      Map<String, Long> rows = SqliteBackup.check(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return rows;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// An empty file, which SQLite fills: whoever reads a backup can make tokens.
  private static void createForOwner(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
  }

  /// Reads every page of a backup, and answers how many rows each table has.
  ///
  /// @throws dev.weft.tx.StoreFailedException if it is damaged, or no database of Weft's
  public static Map<String, Long> check(Path file) {
    return SqliteBackup.check(file);
  }

  /// Puts a backup into a data folder that has no database. Callbacks that were pending in it are
  /// sent when the server starts.
  ///
  /// @throws BadSettingException if the folder has a database, or a server uses it
  public static Map<String, Long> restore(Settings settings, Path file) throws IOException {
    Map<String, Long> rows = SqliteBackup.check(file);
    Path database = database(settings);
    try (DataFolder _ = DataFolder.open(Path.of(settings.server().data()))) {
      if (Files.exists(database)) {
        throw new BadSettingException(
            database + " exists: restore into an empty folder, or move the file away first");
      }
      Path part = database.resolveSibling("weft.db.part");
      Files.deleteIfExists(part);
      createForOwner(part);
      Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, database, StandardCopyOption.ATOMIC_MOVE);
    }
    return rows;
  }

  private static Path database(Settings settings) {
    if (!Databases.isFile(settings)) {
      throw new BadSettingException(
          "the database is a PostgreSQL: back it up with pg_basebackup or a standby");
    }
    return DataFolder.database(Path.of(settings.server().data()));
  }
}
