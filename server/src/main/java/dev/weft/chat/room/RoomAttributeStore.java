package dev.weft.chat.room;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;

/// Where the attributes of chat rooms are kept.
public interface RoomAttributeStore {

  /// An attribute of a room.
  ///
  /// @param owner who set it last
  /// @param endsWithOwner whether it is deleted when its owner leaves the room
  record Attribute(String key, String value, UserId owner, boolean endsWithOwner) {}

  Optional<Attribute> find(Snapshot snapshot, GroupId room, String key);

  /// The attributes of a room by key.
  List<Attribute> all(Snapshot snapshot, GroupId room);

  /// How many attributes a room has.
  int count(Snapshot snapshot, GroupId room);

  /// Keeps an attribute, in place of the one with the same key.
  void put(Tx tx, AppId app, GroupId room, Attribute attribute);

  void remove(Tx tx, GroupId room, String key);

  /// Takes away what ends with its owner. Answers the keys.
  List<String> removeOf(Tx tx, GroupId room, UserId owner);

  /// Takes all attributes of a room away.
  void removeAll(Tx tx, GroupId room);
}
