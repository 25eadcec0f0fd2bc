package dev.weft.chat.room;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the tags of members of chat rooms are kept, each with the end of its mute.
public interface RoomTagStore {

  /// The end of the mute of a tag that is not muted.
  Instant NOT_MUTED = Instant.EPOCH;

  /// Gives a member these tags and no others.
  ///
  /// @param tags each with the end of its mute
  void set(Tx tx, AppId app, GroupId room, UserId user, Map<String, Instant> tags);

  /// The tags of a member by name, each with the end of its mute.
  Map<String, Instant> of(Snapshot snapshot, GroupId room, UserId user);

  /// The end of the mute of a tag; empty if no member has the tag.
  Optional<Instant> end(Snapshot snapshot, GroupId room, String tag);

  /// Mutes all who have a tag, or lifts that. Answers how many there are.
  int mute(Tx tx, GroupId room, String tag, Instant until);

  /// The first `limit` members by name who have a muted tag, each with the latest end.
  List<Mark> muted(Snapshot snapshot, GroupId room, Instant now, int limit);

  /// Takes all tags of a member away.
  void remove(Tx tx, GroupId room, UserId user);

  /// Takes all tags of a room away.
  void removeAll(Tx tx, GroupId room);
}
