package dev.weft.chat.file;

import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Real contents, and somebody who is told of each file that was written.
class NotingContents implements FileContents {

  private final FileContents contents;
  private final Consumer<FileId> written;

  NotingContents(FileContents contents, Consumer<FileId> written) {
    this.contents = contents;
    this.written = written;
  }

  @Override
  public long write(FileId id, InputStream bytes) {
    long size = contents.write(id, bytes);
    written.accept(id);
    return size;
  }

  @Override
  public Optional<InputStream> open(FileId id) {
    return contents.open(id);
  }

  @Override
  public void delete(FileId id) {
    contents.delete(id);
  }

  @Override
  public void deleteForgotten(Instant cutoff, Predicate<FileId> kept) {
    contents.deleteForgotten(cutoff, kept);
  }
}
