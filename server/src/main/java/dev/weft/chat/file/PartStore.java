package dev.weft.chat.file;

import dev.weft.app.AppId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;

/// Where it is written down which uploads in parts are open, and which parts they have. The bytes
/// of a part are a file of their own in [FileContents].
public interface PartStore {

  /// One part of a file.
  ///
  /// @param file under which its bytes are kept
  /// @param number its place in the file, from 1
  /// @param size in bytes
  /// @param name what the sender called it
  /// @param contentType its media type, as the sender says
  record Part(FileId file, int number, long size, String name, String contentType) {}

  /// An upload that is open, and its parts in the order of their numbers.
  ///
  /// @param changes how often a part was written: two that are equal have the same parts
  record Open(FileId upload, long changes, List<Part> parts) {
    public Open {
      parts = List.copyOf(parts);
    }
  }

  /// Begins an upload.
  ///
  /// @param owner who may go on with it
  void begin(Tx tx, FileId upload, AppId app, String owner);

  /// How many uploads of an owner are open that were begun at `first` or later.
  int countOpen(Snapshot snapshot, AppId app, String owner, FileId first);

  /// The open upload of the owner; empty if there is none, or somebody else has begun it.
  Optional<Open> find(Snapshot snapshot, FileId upload, AppId app, String owner);

  /// Counts a change of an open upload, so that other changes of it wait for this one. False if it
  /// is not open, or somebody else has begun it.
  boolean change(Tx tx, FileId upload, AppId app, String owner);

  /// Adds a part. A part of the same number is replaced: it waits for the sweep.
  void add(Tx tx, FileId upload, Part part);

  /// The bytes that the parts of an upload have together, without those that were replaced.
  long size(Snapshot snapshot, FileId upload);

  /// Ends an open upload; its parts wait for the sweep. False if it is not open any more, or has
  /// changed since.
  boolean end(Tx tx, Open open);

  /// Ends an upload, whoever has begun it, and gives the files of all its parts.
  List<FileId> endAny(Tx tx, FileId upload);

  /// At most `limit` uploads that have ended or were begun before `first`.
  List<FileId> over(Snapshot snapshot, FileId first, int limit);

  /// At most `limit` files of parts that were replaced.
  List<FileId> replaced(Snapshot snapshot, int limit);

  /// Forgets a part.
  void deletePart(Tx tx, FileId file);

  /// Forgets an upload and its parts.
  void delete(Tx tx, FileId upload);
}
