package dev.weft.chat.file;

import dev.weft.app.AppId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where it is written down which files there are.
public interface FileStore {

  void insert(Tx tx, ChatFile file);

  /// The file, if it is there and was not withdrawn.
  Optional<ChatFile> find(Snapshot snapshot, AppId app, FileId id);

  /// Takes a file away from everybody; its bytes and its row are left for the sweep. Does nothing
  /// if the app has no such file.
  void withdraw(Tx tx, AppId app, FileId id);

  /// At most `limit` files whose bytes can go: withdrawn ones and those uploaded before `cutoff`.
  List<FileId> doomed(Snapshot snapshot, Instant cutoff, int limit);

  void delete(Tx tx, FileId id);
}
