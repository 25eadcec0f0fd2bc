package dev.weft.chat.user;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Page;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where it is kept how users stand to each other.
public interface UserLinkStore {

  /// How one user stands to another.
  enum Kind {
    CONTACT,
    /// The other wants to be a contact; the remark says why.
    ASKED,
    /// The other's messages do not reach the one.
    BLOCKED
  }

  /// Keeps that `other` is this to `user`; once is enough.
  void put(Tx tx, AppId app, UserId user, Kind kind, UserId other);

  void remove(Tx tx, AppId app, UserId user, Kind kind, UserId other);

  /// Others, the one who was put on the list last first; `after` is [Page#next] of the page before.
  Page<UserId> list(
      Snapshot snapshot, AppId app, UserId user, Kind kind, int limit, @Nullable String after);

  /// Another user, and what the one has noted beside the name.
  record Link(UserId other, String remark) {}

  /// The first `limit` others by name, with remarks.
  List<Link> links(Snapshot snapshot, AppId app, UserId user, Kind kind, int limit);

  /// Others with remarks, the one who was put on the list last first; `after` is [Page#next] of the
  /// page before.
  Page<Link> page(
      Snapshot snapshot, AppId app, UserId user, Kind kind, int limit, @Nullable String after);

  boolean has(Snapshot snapshot, AppId app, UserId user, Kind kind, UserId other);

  /// Notes something beside the name. False if `other` is not this to `user`.
  boolean remark(Tx tx, AppId app, UserId user, Kind kind, UserId other, String remark);
}
