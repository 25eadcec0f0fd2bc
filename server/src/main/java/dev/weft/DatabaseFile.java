package dev.weft;

import dev.weft.NodeFile.Mark;
import dev.weft.config.BadSettingException;
import dev.weft.folder.OwnerOnly;
import dev.weft.storage.sqlite.SqliteHeader;
import dev.weft.storage.sqlite.SqliteLog;
import dev.weft.storage.sqlite.SqliteStarts;
import dev.weft.tx.StoreFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The SQLite file of a data folder, held against what `weft.node` says that the folder has had.
///
/// SQLite makes a new database where the file is missing or empty, and puts any write-ahead log
/// that it finds into any file that stands beside it. Both would lose data without a word, so a
/// server refuses to start on such a folder (ADR 170).
final class DatabaseFile {

  private final Path folder;
  private final Path file;

  /// The one of the data folder `folder`, whether it is there or not.
  DatabaseFile(Path folder) {
    this.folder = folder;
    this.file = DataFolder.database(folder);
  }

  /// Makes sure that the file is the one that the folder had last, or that the folder is new. To be
  /// called before anything opens it, by whoever holds the folder.
  ///
  /// @throws BadSettingException saying in one sentence what is wrong, and the way out
  void check() {
    try {
      Optional<NodeFile> node = NodeFile.read(folder);
      Optional<SqliteHeader> header = header();
      if (header.isEmpty()) {
        requireNew(node.isPresent());
        return;
      }
      requireWhole(header.get());
      Mark found = Mark.of(header.get());
      Optional<Mark> mark = node.flatMap(NodeFile::database);
      if (mark.isPresent()) {
        requireSame(mark.get(), found);
        node.get().with(found).write(folder);
      } else if (found.installation() != 0 && SqliteLog.of(file).hasFrames()) {
        throw new BadSettingException(
            "%s-wal may not belong to weft.db, because weft.node says nothing of either: put back the weft.node that was with them, or delete %s-wal"
                .formatted(file, file));
      }
    } catch (IOException e) {
      throw DataFolder.notReadable(folder, e);
    }
  }

  /// What subcommands check, which do not hold the folder: a file that a server has had is there.
  ///
  /// @throws BadSettingException if it is missing or empty
  void checkPresence() {
    try {
      if (header().isEmpty()) {
        requireNew(NodeFile.read(folder).isPresent());
      }
    } catch (IOException e) {
      throw DataFolder.notReadable(folder, e);
    }
  }

  private Optional<SqliteHeader> header() throws IOException {
    try {
      return SqliteHeader.read(file);
    } catch (StoreFailedException e) {
      throw damaged("it is no SQLite database");
    }
  }

  private void requireNew(boolean used) throws IOException {
    String state = Files.exists(file) ? "is empty" : "is missing";
    if (used) {
      throw new BadSettingException(
          "%s %s, but weft.node shows that a server has used the folder: put the file back, run 'weft restore BACKUP --data %s', give --database if the data is in a PostgreSQL, or delete weft.node to begin with nothing"
              .formatted(file, state, folder));
    }
    if (SqliteLog.of(file).hasFrames()) {
      throw new BadSettingException(
          "%s %s, but its log %s-wal is there: put back the file, or delete the log to begin with nothing"
              .formatted(file, state, file));
    }
  }

  private void requireWhole(SqliteHeader header) throws IOException {
    if (header.isTruncated(file)) {
      throw damaged("its end is missing");
    }
  }

  private BadSettingException damaged(String how) {
    return new BadSettingException(
        "%s is damaged, %s: move it and weft.db-wal away and run 'weft restore BACKUP --data %s'"
            .formatted(file, how, folder));
  }

  private void requireSame(Mark mark, Mark found) {
    if (mark.fits(found)) {
      return;
    }
    String difference =
        mark.installation() == found.installation()
            ? "is from another time than weft.node and the rest of the folder (start %d, not %d)"
                .formatted(found.starts(), mark.starts())
            : "belongs to another installation than weft.node and the rest of the folder";
    throw new BadSettingException(
        "%s %s: put back what belongs together, or, to go on with this file, delete weft.node and weft.db-wal in %s"
            .formatted(file, difference, folder));
  }

  /// Creates the file with nothing in it if it is missing, and takes the rights of others from what
  /// an earlier version has made: SQLite gives its logs the mode of the database.
  void keepToOwner() {
    try {
      OwnerOnly.ensureFile(file);
      for (String name :
          List.of("weft.db-wal", "weft.db-shm", "weft.db-journal", "weft.lock", "weft.node")) {
        OwnerOnly.tighten(folder.resolve(name));
      }
    } catch (IOException e) {
      throw DataFolder.notWritable(folder, e);
    }
  }

  /// Counts a start in the file, then notes it in `weft.node`. In this order, so that a start that
  /// is cut short leaves at most a file that is one ahead of its mark.
  ///
  /// @throws BadSettingException if it cannot be noted
  void begin() {
    Mark mark = Mark.of(SqliteStarts.count(file));
    if (mark.installation() != 0) {
      note(mark);
    }
  }

  /// Notes that the folder has the database with this header from now on, as a restore does.
  void note(Mark mark) {
    try {
      NodeFile.readOrNew(folder).with(mark).write(folder);
    } catch (IOException e) {
      throw DataFolder.notWritable(folder, e);
    }
  }
}
