package dev.weft.storage;

import dev.weft.chat.file.FileContents;
import dev.weft.chat.file.FileId;
import dev.weft.folder.OwnerOnly;
import dev.weft.tx.StoreFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Predicate;

/// The bytes of files in a folder: `2026-01-02/{id}`, the day being that of the upload.
///
/// Every name is made of an id of ours, so no caller can name a path. A file is written to
/// `incoming/{id}` first and moved when it is whole and durable: under its day there are no halves.
public final class FileFolder implements FileContents {

  private static final int BUFFER = 64 * 1024;

  private final Path root;
  private final Path incoming;

  /// Opens the folder, creates it if it is missing, and clears away what a crash cut short.
  ///
  /// @throws StoreFailedException if it cannot be written to
  public FileFolder(Path root) {
    this.root = root;
    this.incoming = root.resolve("incoming");
    try {
      OwnerOnly.tightenAll(root);
      OwnerOnly.createFolder(incoming);
      deleteEntries(incoming, _ -> false);
    } catch (IOException e) {
      throw new StoreFailedException("cannot write to the folder of files " + root, e);
    }
  }

  @Override
  public long write(FileId id, InputStream bytes) {
    Path part = incoming.resolve(id.toString());
    try {
      try {
        long size = copy(bytes, part);
        makeDay(day(id));
        Files.move(part, place(id), StandardCopyOption.ATOMIC_MOVE);
        OwnerOnly.sync(day(id));
        return size;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new StoreFailedException("cannot keep the file " + id + ": " + e.getMessage(), e);
    }
  }

  private static long copy(InputStream bytes, Path to) throws IOException {
    OwnerOnly.createFile(to);
    try (FileChannel file = FileChannel.open(to, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[BUFFER];
      long size = 0;
      for (int count = read(bytes, buffer); count >= 0; count = read(bytes, buffer)) {
        ByteBuffer unwritten = ByteBuffer.wrap(buffer, 0, count);
        while (unwritten.hasRemaining()) {
          size += file.write(unwritten);
        }
      }
      file.force(true);
      return size;
    }
  }

  /// A sender that breaks off is not a disk that fails.
  private static int read(InputStream bytes, byte[] buffer) {
    try {
      return bytes.read(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException("the file broke off", e);
    }
  }

  private void makeDay(Path day) throws IOException {
    if (!Files.isDirectory(day)) {
      OwnerOnly.createFolder(day);
      OwnerOnly.sync(root);
    }
  }

  @Override
  public Optional<InputStream> open(FileId id) {
    try {
      return Optional.of(Files.newInputStream(place(id)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreFailedException("cannot read the file " + id + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void delete(FileId id) {
    try {
      Files.deleteIfExists(place(id));
    } catch (IOException e) {
      throw new StoreFailedException("cannot delete the file " + id + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void deleteForgotten(Instant cutoff, Predicate<FileId> kept) {
    LocalDate first = dateOf(cutoff);
    try (DirectoryStream<Path> days = Files.newDirectoryStream(root)) {
      for (Path day : days) {
        if (nameOf(day).filter(first::isAfter).isPresent()) {
          deleteEntries(day, kept);
          deleteIfEmpty(day);
        }
      }
    } catch (IOException e) {
      throw new StoreFailedException("cannot clear the folder of files: " + e.getMessage(), e);
    }
  }

  /// The day a folder is named after; empty for `incoming` and what others put there.
  private static Optional<LocalDate> nameOf(Path folder) {
    try {
      return Optional.of(LocalDate.parse(String.valueOf(folder.getFileName())));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static void deleteEntries(Path folder, Predicate<FileId> kept) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (FileId.parse(String.valueOf(entry.getFileName())).filter(kept).isEmpty()) {
          Files.deleteIfExists(entry);
        }
      }
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Something came in since: the next sweep takes it.
    }
  }

  private Path place(FileId id) {
    return day(id).resolve(id.toString());
  }

  private Path day(FileId id) {
    return root.resolve(dateOf(id.created()).toString());
  }

  private static LocalDate dateOf(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
