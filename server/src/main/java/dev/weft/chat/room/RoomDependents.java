package dev.weft.chat.room;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.RoomAttributesDeleted;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.group.MembershipEnded;
import dev.weft.chat.group.MembershipListener;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What ends with a membership of a chat room: the tags of the member, and those of its attributes
/// that were set to. With the room all of them end.
public final class RoomDependents implements MembershipListener {

  private final RoomTagStore tags;
  private final RoomAttributeStore attributes;

  public RoomDependents(RoomTagStore tags, RoomAttributeStore attributes) {
    this.tags = tags;
    this.attributes = attributes;
  }

  @Override
  public List<ChatEvent> ended(Tx tx, MembershipEnded event) {
    Group room = event.group();
    List<ChatEvent> told = new ArrayList<>();
    for (UserId member : event.members()) {
      tags.remove(tx, room.id(), member);
      List<String> keys = attributes.removeOf(tx, room.id(), member);
      if (!keys.isEmpty()) {
        told.add(
            new RoomAttributesDeleted(
                event.app(), room, member, keys, false, event.by(), event.at()));
      }
    }
    return told;
  }

  @Override
  public boolean ending(Tx tx, App app, GroupId group, Actor by, Instant at) {
    tags.removeAll(tx, group);
    attributes.removeAll(tx, group);
    return true;
  }
}
