package dev.weft;

import dev.weft.config.BadSettingException;
import dev.weft.folder.OwnerOnly;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The folder a server keeps everything in. One server at a time: it holds the lock.
final class DataFolder implements AutoCloseable {

  /// Says where the running server can be reached.
  private static final String ADDRESS = "weft.address";

  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /// Creates the folder if it is missing and takes its lock.
  ///
  /// @throws BadSettingException if it cannot be written to, or another server holds it
  static DataFolder open(Path path) {
    create(path);
    FileChannel channel;
    try {
      Path lock = path.resolve("weft.lock");
      OwnerOnly.ensureFile(lock);
      channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw notWritable(path, e);
    }
    if (!isLocked(channel)) {
      throw new BadSettingException(
          "another server is using the data folder "
              + path
              + ": stop it or give --data another folder");
    }
    return new DataFolder(path, channel);
  }

  /// Creates the folder if it is missing, for nobody else's eyes: whoever reads the database can
  /// make tokens.
  ///
  /// @throws BadSettingException if that cannot be done
  static void create(Path path) {
    try {
      OwnerOnly.createFolder(path);
    } catch (IOException e) {
      throw notWritable(path, e);
    }
  }

  static BadSettingException notReadable(Path path, IOException reason) {
    BadSettingException refusal =
        new BadSettingException("cannot read the data folder " + path + ": " + reason.getMessage());
    refusal.initCause(reason);
    return refusal;
  }

  static BadSettingException notWritable(Path path, IOException reason) {
    String why =
        reason instanceof FileSystemException failure && failure.getReason() != null
            ? " (" + failure.getReason() + ")"
            : "";
    BadSettingException refusal =
        new BadSettingException(
            "cannot write to the data folder "
                + path
                + why
                + ": make it writable or give --data another");
    refusal.initCause(reason);
    return refusal;
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException | java.nio.channels.OverlappingFileLockException e) {
      return false;
    }
  }

  /// Who this server is, in all its lives: while it has the folder, its former life is over.
  ///
  /// @throws BadSettingException if it cannot be kept
  String identity() {
    try {
      NodeFile node = NodeFile.readOrNew(path);
      if (!NodeFile.read(path).equals(Optional.of(node))) {
        node.write(path);
      }
      return node.identity();
    } catch (IOException e) {
      throw notWritable(path, e);
    }
  }

  Path files() {
    return path.resolve("files");
  }

  /// The database in the data folder `path`, whether a server holds it or not.
  static Path database(Path path) {
    return path.resolve("weft.db");
  }

  /// Leaves the address of the server for subcommands to find, and in a second line where operators
  /// are answered, if that is elsewhere.
  void announce(URI address, URI management) {
    String second = management.equals(address) ? "" : management + "\n";
    try {
      OwnerOnly.write(path.resolve(ADDRESS), address + "\n" + second);
    } catch (IOException e) {
      throw notWritable(path, e);
    }
  }

  /// The address a server has left in the data folder `path`. If it was killed it could not take it
  /// away, so that nobody may answer there.
  static Optional<URI> announced(Path path) {
    return announced(path, List::getFirst);
  }

  /// The same of where operators are answered.
  static Optional<URI> announcedManagement(Path path) {
    return announced(path, List::getLast);
  }

  private static Optional<URI> announced(Path path, Function<List<String>, String> line) {
    try {
      List<String> lines = Files.readString(path.resolve(ADDRESS)).strip().lines().toList();
      return lines.isEmpty() ? Optional.empty() : Optional.of(URI.create(line.apply(lines)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new BadSettingException(
          "cannot read " + path.resolve(ADDRESS) + ": give --url in its place");
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path.resolve(ADDRESS));
    lockFile.close();
  }
}
