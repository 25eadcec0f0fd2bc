package dev.weft.chat.file;

import dev.weft.app.AppId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where it is written down which files there are.
public interface FileStore {

  void insert(Tx tx, ChatFile file);

  /// The file, if it is there and was not withdrawn.
  Optional<ChatFile> find(Snapshot snapshot, AppId app, FileId id);

  /// Takes a file away from everybody; its bytes and its row are left for the sweep. Does nothing
  /// if the app has no such file.
  void withdraw(Tx tx, AppId app, FileId id);

  /// Keeps a file until another time than its upload says; null lets it go with its age again.
  /// False if the app has no such file.
  boolean keepUntil(Tx tx, AppId app, FileId id, @Nullable Instant until);

  /// Until when a file is kept, if that is not what its age says.
  Optional<Instant> keptUntil(Snapshot snapshot, FileId id);

  /// Looks at files of all apps, newest first, and finds those of one app: of messages, and those
  /// that groups share.
  ///
  /// @param before the files older than this one; null for the newest
  Listing list(Snapshot snapshot, AppId app, @Nullable FileId before, int limit);

  /// A file as its row says.
  ///
  /// @param group the number of the group that shares it; null for a file of messages
  /// @param owner who shared it; null if the app's server did, and for a file of messages
  /// @param keptUntil until when it is kept, if that is not what its age says
  record Listed(
      ChatFile file, @Nullable Long group, @Nullable String owner, @Nullable Instant keptUntil) {}

  /// Some of the files.
  ///
  /// @param next where the next page begins, there also after an empty page, because a page looks
  ///   at a bounded number of files; null when this is the last
  record Listing(List<Listed> files, @Nullable FileId next) {
    public Listing {
      files = List.copyOf(files);
    }
  }

  /// At most `limit` files whose bytes can go: withdrawn ones, those uploaded before `cutoff` of
  /// which nothing else is said, and those that are kept no longer than `now`.
  List<FileId> doomed(Snapshot snapshot, Instant cutoff, Instant now, int limit);

  void delete(Tx tx, FileId id);
}
