package dev.weft.chat.share;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.SharedFile;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;

/// Where it is written down which files groups share. The bytes of a file that is withdrawn go with
/// the sweep of all files.
public interface SharedFileStore {

  void insert(Tx tx, AppId app, GroupId group, SharedFile file);

  Optional<SharedFile> find(Snapshot snapshot, GroupId group, String id);

  /// Files of a group from number `offset`, the newest first.
  List<SharedFile> list(Snapshot snapshot, GroupId group, int offset, int limit);

  /// How many files a group has, `limit` at most.
  int count(Snapshot snapshot, GroupId group, int limit);

  /// Takes a file away; false if the group has no such file.
  boolean withdraw(Tx tx, GroupId group, String id);

  /// Takes up to `limit` files of a group away, and answers how many.
  int withdrawSome(Tx tx, GroupId group, int limit);

  /// Takes away what a user has uploaded to any group.
  void withdrawOf(Tx tx, AppId app, UserId user);
}
