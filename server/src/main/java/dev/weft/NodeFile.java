package dev.weft;

import dev.weft.config.BadSettingException;
import dev.weft.folder.OwnerOnly;
import dev.weft.storage.sqlite.SqliteHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `weft.node` in a data folder says: who the server of the folder is, and which SQLite file
/// the folder had at its last start.
///
/// @param identity the same in every life of the server
/// @param database empty if the folder has had none, or none since versions that wrote no mark
record NodeFile(String identity, Optional<Mark> database) {

  private static final Pattern DATABASE = Pattern.compile("database ([0-9]+) ([0-9]+)");

  /// Tells one SQLite file from another, and one state of it from an older one.
  ///
  /// @param installation see [SqliteHeader#installation]
  /// @param starts see [SqliteHeader#starts]
  record Mark(int installation, int starts) {

    static Mark of(SqliteHeader header) {
      return new Mark(header.installation(), header.starts());
    }

    /// Whether `file` is what this mark was taken from, or has counted one start more: the start
    /// that was cut short before it wrote its mark.
    boolean fits(Mark file) {
      long more = (long) file.starts - starts;
      return file.installation == installation && (more == 0 || more == 1);
    }
  }

  /// Reads it; empty if the folder has none, which is so before the first start.
  ///
  /// @throws BadSettingException if it cannot be understood
  static Optional<NodeFile> read(Path folder) throws IOException {
    Path file = file(folder);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || lines.getFirst().isBlank()) {
      // A power cut may leave it so where an earlier version has written it.
      return Optional.of(new NodeFile(newIdentity(), Optional.empty()));
    }
    Optional<Mark> mark = Optional.empty();
    if (lines.size() > 1) {
      Matcher database = DATABASE.matcher(lines.get(1));
      if (!database.matches()) {
        throw new BadSettingException(
            file + " is damaged: restore it with the rest of the folder, or delete it");
      }
      mark =
          Optional.of(
              new Mark(Integer.parseInt(database.group(1)), Integer.parseInt(database.group(2))));
    }
    return Optional.of(new NodeFile(lines.getFirst().strip(), mark));
  }

  /// Reads it, or thinks of a new identity.
  static NodeFile readOrNew(Path folder) throws IOException {
    return read(folder).orElseGet(() -> new NodeFile(newIdentity(), Optional.empty()));
  }

  private static String newIdentity() {
    return UUID.randomUUID().toString();
  }

  /// The same server with this database.
  NodeFile with(Mark mark) {
    return new NodeFile(identity, Optional.of(mark));
  }

  /// Writes it durably.
  void write(Path folder) throws IOException {
    String mark =
        database.map(seen -> "database " + seen.installation + " " + seen.starts + "\n").orElse("");
    OwnerOnly.write(file(folder), identity + "\n" + mark);
  }

  static Path file(Path folder) {
    return folder.resolve("weft.node");
  }
}
