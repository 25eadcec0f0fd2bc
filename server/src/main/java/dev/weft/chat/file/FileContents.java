package dev.weft.chat.file;

import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// Where the bytes of files are kept. Everything here may block, so none of it belongs in a unit of
/// work.
public interface FileContents {

  /// Keeps what `bytes` yields and answers how much that was. When this returns the bytes are
  /// durable; when it throws they are as good as gone.
  ///
  /// @throws dev.weft.tx.StoreFailedException if they cannot be kept
  /// @throws java.io.UncheckedIOException if `bytes` broke off
  long write(FileId id, InputStream bytes);

  /// The bytes of a file, to be closed by the caller; empty if there are none.
  Optional<InputStream> open(FileId id);

  /// Removes the bytes of a file, if there are any.
  void delete(FileId id);

  /// Removes bytes from days before that of `cutoff` that nobody knows any more: a server that was
  /// killed between keeping the bytes and writing the file down leaves such.
  ///
  /// @param kept which files are kept although they are so old
  void deleteForgotten(Instant cutoff, Predicate<FileId> kept);
}
