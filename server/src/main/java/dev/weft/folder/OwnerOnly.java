package dev.weft.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes files of mode 0600 and folders of mode 0700, whatever the umask is: whoever reads the data
/// of an installation can make its tokens.
///
/// A file gets its mode when it is created, before anything is in it. File systems without POSIX
/// permissions keep their own rules.
public final class OwnerOnly {

  private static final Logger log = LoggerFactory.getLogger(OwnerOnly.class);

  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private OwnerOnly() {}

  /// Creates `folder` and its missing parents. A folder that is there keeps its mode: it may be
  /// shared with others on purpose.
  public static void createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder, attributes(folder, FOLDER));
    set(folder, FOLDER);
  }

  /// Creates an empty file.
  ///
  /// @throws FileAlreadyExistsException if something has the name
  public static void createFile(Path file) throws IOException {
    Files.createFile(file, attributes(file, FILE));
    set(file, FILE);
  }

  /// Creates an empty file, or takes the rights of others from the one that is there.
  public static void ensureFile(Path file) throws IOException {
    try {
      createFile(file);
    } catch (FileAlreadyExistsException e) {
      tighten(file);
    }
  }

  /// Writes `text` durably under the name `file`: a reader sees all of it or what was there before,
  /// after a power cut too.
  public static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    createFile(fresh);
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        int _ = channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    sync(file.toAbsolutePath().resolveSibling("."));
  }

  /// Makes the entries of a folder durable.
  public static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Takes the rights of everybody but the owner from a file or folder that an earlier version has
  /// made; does nothing if there is none. One that belongs to somebody else stays as it is, which
  /// the log tells.
  public static void tighten(Path path) throws IOException {
    if (!hasPosix(path) || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Set<PosixFilePermission> wanted = Files.isDirectory(path) ? FOLDER : FILE;
    if (wanted.containsAll(Files.getPosixFilePermissions(path))) {
      return;
    }
    try {
      set(path, wanted);
    } catch (IOException e) {
      log.warn("others may read path={} reason=\"{}\"", path, e.getMessage());
    }
  }

  /// Takes the rights of others from a folder and all that is in it. The folder itself comes last:
  /// while it is open to others, the work is not done, and a further call does it.
  public static void tightenAll(Path folder) throws IOException {
    if (!hasPosix(folder)
        || !Files.isDirectory(folder)
        || FOLDER.containsAll(Files.getPosixFilePermissions(folder))) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              tighten(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            tighten(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void set(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (hasPosix(path)) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return hasPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean hasPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
