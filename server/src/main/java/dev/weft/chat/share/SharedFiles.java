package dev.weft.chat.share;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupFileShared;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.SharedFile;
import dev.weft.chat.file.ChatFiles;
import dev.weft.chat.file.FileId;
import dev.weft.chat.file.FileSweeper;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.group.Groups;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files that groups share: members put them there and read them, who has uploaded one takes it
/// away again, and so do the owner and admins. They stay until then, or until the group goes.
///
/// A shared file is none that messages point at: without its group nobody gets it, a recall does
/// not touch it, and no lifetime can be set for it.
public final class SharedFiles {

  /// The most files of one group: they do not go by themselves. The vendor names no number.
  public static final int MAX_FILES = 10_000;

  private final Transactions transactions;
  private final SharedFileStore store;
  private final GroupStore groups;
  private final ChatFiles files;
  private final FileSweeper sweeper;
  private final Permissions permissions;
  private final Clock clock;
  private final ChatListener listener;

  public SharedFiles(
      Transactions transactions,
      SharedFileStore store,
      GroupStore groups,
      ChatFiles files,
      FileSweeper sweeper,
      Permissions permissions,
      Clock clock,
      ChatListener listener) {
    this.transactions = transactions;
    this.store = store;
    this.groups = groups;
    this.files = files;
    this.sweeper = sweeper;
    this.permissions = permissions;
    this.clock = clock;
    this.listener = listener;
  }

  /// Requires that somebody may put a file into a group, before its bytes are read.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.TooManySharedFiles] or the
  ///   reason
  public void requireMayShare(App app, Actor by, GroupId group) {
    boolean _ =
        transactions.read(
            snapshot -> {
              requireMayShare(snapshot, app, by, Groups.require(snapshot, groups, app, group));
              return true;
            });
  }

  private void requireMayShare(Snapshot snapshot, App app, Actor by, Group group) {
    permissions.requireInGroup(snapshot, app, by, Operation.SHARE_FILE, group.id());
    if (store.count(snapshot, group.id(), MAX_FILES) >= MAX_FILES) {
      throw new RefusedException(new Refusal.TooManySharedFiles());
    }
  }

  /// Shares a file. It is read as it comes, never as a whole.
  ///
  /// @throws RefusedException as [#requireMayShare], with [Refusal.FileTooLarge] or, for an empty
  ///   one, [Refusal.FileMissing]
  public SharedFile share(
      App app, Actor by, GroupId groupId, String name, String contentType, InputStream bytes) {
    requireMayShare(app, by, groupId);
    return files.keep(
        bytes,
        (id, size) ->
            transactions.call(
                tx -> {
                  Group group = hold(tx, app, groupId);
                  requireMayShare(tx, app, by, group);
                  SharedFile file =
                      new SharedFile(
                          id.toString(), name, contentType, size, owner(by), id.created());
                  store.insert(tx, app.id(), group.id(), file);
                  listener.on(tx, new GroupFileShared(app, group, file, true, by, clock.instant()));
                  return file;
                }));
  }

  private static @Nullable UserId owner(Actor by) {
    return switch (by) {
      case Actor.AppServer _, Actor.Operator _ -> null;
      case Actor.Member member -> member.user();
    };
  }

  /// The group, which stays while this unit of work runs.
  private Group hold(Tx tx, App app, GroupId group) {
    return groups
        .hold(tx, app.id(), group)
        .orElseThrow(() -> new RefusedException(new Refusal.GroupNotFound(group.toString())));
  }

  /// Files of a group from number `offset`, the newest first.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound] or the reason
  public List<SharedFile> list(App app, Actor by, GroupId group, int offset, int limit) {
    return transactions.read(
        snapshot -> {
          GroupId seen = requireSees(snapshot, app, by, group);
          return store.list(snapshot, seen, offset, limit);
        });
  }

  private GroupId requireSees(Snapshot snapshot, App app, Actor by, GroupId group) {
    GroupId found = Groups.require(snapshot, groups, app, group).id();
    permissions.requireInGroup(snapshot, app, by, Operation.SEE_GROUP, found);
    return found;
  }

  /// A file and its bytes, which the caller closes.
  public record Opened(SharedFile file, InputStream bytes) {}

  /// Opens a file of a group.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.FileNotFound] or the reason
  public Opened open(App app, Actor by, GroupId group, String id) {
    SharedFile file =
        transactions.read(snapshot -> find(snapshot, requireSees(snapshot, app, by, group), id));
    return new Opened(file, files.bytes(id));
  }

  private SharedFile find(Snapshot snapshot, GroupId group, String id) {
    return FileId.parse(id)
        .flatMap(known -> store.find(snapshot, group, known.toString()))
        .orElseThrow(() -> new RefusedException(new Refusal.FileNotFound()));
  }

  /// Takes a file away.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.FileNotFound] or the reason
  public void delete(App app, Actor by, GroupId groupId, String id) {
    transactions.run(
        tx -> {
          Group group = hold(tx, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.SEE_GROUP, group.id());
          SharedFile file = find(tx, group.id(), id);
          boolean own = file.owner() != null && file.owner().equals(owner(by));
          permissions.requireInGroup(tx, app, by, Operation.DELETE_FILE, group.id(), own);
          if (!store.withdraw(tx, group.id(), id)) {
            throw new RefusedException(new Refusal.FileNotFound());
          }
          listener.on(tx, new GroupFileShared(app, group, file, false, by, clock.instant()));
          tx.afterCommit(sweeper::wake);
        });
  }
}
