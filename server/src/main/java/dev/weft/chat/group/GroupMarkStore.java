package dev.weft.chat.group;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.user.UserMute;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where it is kept which users a group treats in a way of its own.
public interface GroupMarkStore {

  /// How a group treats a user.
  enum Kind {
    /// May not speak; stays so when the user leaves and comes back.
    MUTED,
    /// Was put out.
    BLOCKED,
    /// May speak when everybody is muted.
    ALLOWED,
    /// Wants to come in.
    APPLIED,
    /// Was asked to come in; the note is who asked.
    INVITED,
    /// Hides the group. When the user shows it again, the mark ends and is kept: what was sent
    /// before that moment does not come later either.
    HIDING
  }

  /// A user who is marked, and the moment it ends.
  record Mark(UserId user, Instant until) {

    /// The end of what has none. The vendor shows this time for a mute without end.
    public static final Instant NEVER = UserMute.NEVER;
  }

  /// Marks a user, or gives the mark another end and no note.
  void put(Tx tx, AppId app, GroupId group, Kind kind, Mark mark);

  /// Marks a user, or gives the mark another end and another note.
  void putNoted(Tx tx, AppId app, GroupId group, Kind kind, Mark mark, String note);

  /// What was noted beside a mark; empty if there is no such mark or no note.
  Optional<String> note(Snapshot snapshot, GroupId group, Kind kind, UserId user);

  void remove(Tx tx, GroupId group, Kind kind, UserId user);

  /// Removes the marks of a group that have ended; but not [Kind#HIDING].
  void removeEnded(Tx tx, GroupId group, Instant now);

  /// When a mark ends; [Instant#EPOCH] if the user is not marked.
  Instant end(Snapshot snapshot, GroupId group, Kind kind, UserId user);

  /// The first `limit` marks by name that have not ended.
  List<Mark> list(Snapshot snapshot, GroupId group, Kind kind, Instant now, int limit);
}
