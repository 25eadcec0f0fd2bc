package dev.weft.chat.room;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.group.Groups;
import dev.weft.chat.policy.Permissions;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tags of members of chat rooms: names under which several are muted at once. A tag lasts as long
/// as the membership. Only the app's server sets and mutes them.
public final class RoomTags {

  /// The most tags of one member (vendor: the page on setting tags).
  public static final int MAX_TAGS = 10;

  /// The longest tag, in characters (vendor: the page on setting tags).
  public static final int MAX_LENGTH = 32;

  /// The most users one look at who is muted shows.
  private static final int MAX_LISTED = 10_000;

  private final Transactions transactions;
  private final GroupStore rooms;
  private final RoomTagStore tags;
  private final Clock clock;

  public RoomTags(Transactions transactions, GroupStore rooms, RoomTagStore tags, Clock clock) {
    this.transactions = transactions;
    this.rooms = rooms;
    this.tags = tags;
    this.clock = clock;
  }

  /// Gives a member these tags and no others. A tag that is muted in the room is muted for the new
  /// one too.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NotMembers] or
  ///   [Refusal.TooManyRoomTags]
  public void set(App app, Actor by, GroupId room, UserId user, List<String> wanted) {
    Permissions.requireServer(by);
    transactions.run(
        tx -> {
          Group held = Groups.forUpdate(tx, rooms, app, room);
          requireMember(tx, held, user);
          Map<String, Instant> ends = new LinkedHashMap<>();
          for (String tag : wanted) {
            ends.put(tag, tags.end(tx, room, tag).orElse(RoomTagStore.NOT_MUTED));
          }
          if (ends.size() > MAX_TAGS) {
            throw new RefusedException(new Refusal.TooManyRoomTags());
          }
          tags.set(tx, app.id(), room, user, ends);
        });
  }

  /// The tags of a member by name, each with the end of its mute: [RoomTagStore#NOT_MUTED] if it is
  /// not muted, [Mark#NEVER] if it is for ever.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound] or [Refusal.NotMembers]
  public Map<String, Instant> of(App app, GroupId room, UserId user) {
    return transactions.read(
        snapshot -> {
          requireMember(snapshot, Groups.require(snapshot, rooms, app, room), user);
          return tags.of(snapshot, room, user);
        });
  }

  /// Mutes all who have a tag for a while, or for ever without `duration`; a duration of zero lifts
  /// it.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound] or [Refusal.RoomTagNotFound]
  public void mute(App app, Actor by, GroupId room, String tag, Optional<Duration> duration) {
    Permissions.requireServer(by);
    transactions.run(
        tx -> {
          Group held = Groups.forUpdate(tx, rooms, app, room);
          Instant until =
              duration
                  .map(time -> time.isZero() ? RoomTagStore.NOT_MUTED : clock.instant().plus(time))
                  .orElse(Mark.NEVER);
          if (tags.mute(tx, held.id(), tag, until) == 0) {
            throw new RefusedException(new Refusal.RoomTagNotFound());
          }
        });
  }

  /// Members who have a muted tag, by name, each with the latest end.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public List<Mark> muted(App app, GroupId room) {
    return transactions.read(
        snapshot ->
            tags.muted(
                snapshot,
                Groups.require(snapshot, rooms, app, room).id(),
                clock.instant(),
                MAX_LISTED));
  }

  private void requireMember(Snapshot snapshot, Group room, UserId user) {
    if (rooms.member(snapshot, room.id(), user).isEmpty()) {
      throw new RefusedException(new Refusal.NotMembers(List.of(user.value())));
    }
  }
}
