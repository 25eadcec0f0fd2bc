package dev.weft;

import dev.weft.NodeFile.Mark;
import dev.weft.config.BadSettingException;
import dev.weft.config.Settings;
import dev.weft.folder.OwnerOnly;
import dev.weft.storage.sqlite.SqliteBackup;
import dev.weft.storage.sqlite.SqliteHeader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
      // Whoever reads a backup can make tokens.
      OwnerOnly.createFile(part);
      SqliteBackup.write(database, part);
      Map<String, Long> rows = SqliteBackup.check(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return rows;
    } finally {
      Files.deleteIfExists(part);
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
    Path folder = Path.of(settings.server().data());
    try (DataFolder _ = DataFolder.open(folder)) {
      for (String name : List.of("weft.db", "weft.db-wal", "weft.db-journal")) {
        Path old = folder.resolve(name);
        if (Files.exists(old)) {
          throw new BadSettingException(
              old + " exists: restore into an empty folder, or move the file away first");
        }
      }
      Path part = database.resolveSibling("weft.db.part");
      Files.deleteIfExists(part);
      OwnerOnly.createFile(part);
      copy(file, part);
      // First: a restore that is cut short in between leaves a folder whose file is missing.
      new DatabaseFile(folder).note(Mark.of(SqliteHeader.read(part).orElseThrow()));
      Files.move(part, database, StandardCopyOption.ATOMIC_MOVE);
      OwnerOnly.sync(folder);
    }
    return rows;
  }

  /// Not [Files#copy], which would give the copy the mode of the original.
  private static void copy(Path from, Path to) throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
      long size = in.size();
      for (long at = 0; at < size; at += in.transferTo(at, size - at, out)) {
        // Each turn copies what the system takes at once.
      }
      out.force(true);
    }
  }

  private static Path database(Settings settings) {
    if (!Databases.isFile(settings)) {
      throw new BadSettingException(
          "the database is a PostgreSQL: back it up with pg_basebackup or a standby");
    }
    return DataFolder.database(Path.of(settings.server().data()));
  }
}
