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
  record Absent(AppId app, GroupId room, UserId user) {}

  /// A session of the user has ended: if it was the last one, the user is offline in every room.
  void gone(Tx tx, AppId app, UserId user, Instant since);

  /// The user has a session.
  void back(Tx tx, AppId app, UserId user);

  /// Members who are offline since that moment or longer, the longest first.
  List<Absent> since(Snapshot snapshot, Instant moment, int limit);

  /// Whether a member is still in the room, and offline since that moment or longer.
  boolean isGone(Snapshot snapshot, GroupId room, UserId user, Instant moment);
}
