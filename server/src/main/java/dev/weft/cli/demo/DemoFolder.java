package dev.weft.cli.demo;

import dev.weft.cli.base.CommandFailedException;
import dev.weft.folder.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Where the demo keeps its data: a folder that was given, or a temporary one that goes with it.
final class DemoFolder implements AutoCloseable {

  private final Path path;
  private boolean temporary;

  private DemoFolder(Path path, boolean temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  static DemoFolder open(@Nullable Path given) {
    try {
      return given == null
          ? new DemoFolder(Files.createTempDirectory("weft-demo-"), true)
          : new DemoFolder(created(given), false);
    } catch (IOException e) {
      throw new CommandFailedException(
          given == null
              ? "cannot make a folder in %s: give --data one that can be written to"
                  .formatted(System.getProperty("java.io.tmpdir"))
              : "cannot make the data folder " + given + ": give --data another",
          e);
    }
  }

  private static Path created(Path folder) throws IOException {
    OwnerOnly.createFolder(folder);
    return folder;
  }

  Path path() {
    return path;
  }

  Path log() {
    return path.resolve("weft.log");
  }

  /// Leaves a temporary folder where it is, for whoever wants to know what went wrong.
  void keep() {
    temporary = false;
  }

  @Override
  public void close() throws IOException {
    if (!temporary) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
