package dev.weft.chat.room;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;

/// Where it is kept since when members of chat rooms are offline.
public interface RoomAbsenceStore {

  /// A member who is offline.
  record Absent(AppId app, GroupId room, UserId user, Instant since) {}

  /// Whether the user is in any room.
  boolean isVisitor(Snapshot snapshot, AppId app, UserId user);

  /// The user has no connection any more.
  void gone(Tx tx, AppId app, UserId user, Instant since);

  /// The user is connected.
  void back(Tx tx, AppId app, UserId user);

  /// Whoever has connected before counts as gone, in every room.
  void allGone(Tx tx, Instant since);

  /// Members who are offline, the longest first.
  List<Absent> absent(Snapshot snapshot, int limit);

  /// Whether a member is still in the room, and offline since that moment or longer.
  boolean isGone(Tx tx, GroupId room, UserId user, Instant moment);
}
