package dev.weft.chat.room;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.RoomAttributesDeleted;
import dev.weft.chat.ChatEvent.RoomAttributesSet;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.group.Groups;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.room.RoomAttributeStore.Attribute;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Attributes of chat rooms: texts by key, which all members see. Each belongs to the member who
/// set it last; others change it by force only.
public final class RoomAttributes {

  /// The most attributes of one room (vendor: the page on setting attributes).
  public static final int MAX_ATTRIBUTES = 100;

  /// The longest key, in characters.
  public static final int MAX_KEY = 128;

  /// The longest value, in characters.
  public static final int MAX_VALUE = 4_096;

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]+");

  private final Transactions transactions;
  private final GroupStore rooms;
  private final RoomAttributeStore attributes;
  private final Permissions permissions;
  private final Clock clock;
  private final ChatListener listener;

  public RoomAttributes(
      Transactions transactions,
      GroupStore rooms,
      RoomAttributeStore attributes,
      Permissions permissions,
      Clock clock,
      ChatListener listener) {
    this.transactions = transactions;
    this.rooms = rooms;
    this.attributes = attributes;
    this.permissions = permissions;
    this.clock = clock;
    this.listener = listener;
  }

  /// What became of each attribute.
  ///
  /// @param done the keys that were set or deleted, in the caller's order
  /// @param errors why the others were not, by key
  public record Outcome(List<String> done, Map<String, String> errors) {}

  /// Sets attributes in the name of a member, each for itself: one that cannot be set leaves the
  /// others alone.
  ///
  /// @param endsWithOwner whether they are deleted when the member leaves
  /// @param forced whether those of others are taken over
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.GroupNotAllowed] or
  ///   [Refusal.NotInRoom]
  public Outcome set(
      App app,
      Actor by,
      GroupId room,
      UserId user,
      Map<String, String> wanted,
      boolean endsWithOwner,
      boolean forced) {
    Permissions.requireSelf(by, user);
    return transactions.call(
        tx -> {
          Group held = Groups.forUpdate(tx, rooms, app, room);
          requireMember(tx, held, user);
          int count = attributes.count(tx, room);
          Map<String, String> done = new LinkedHashMap<>();
          Map<String, String> errors = new LinkedHashMap<>();
          for (Map.Entry<String, String> one : wanted.entrySet()) {
            Optional<Attribute> old = attributes.find(tx, room, one.getKey());
            @Nullable String error = error(one.getKey(), one.getValue(), old, count, user, forced);
            if (error != null) {
              errors.put(one.getKey(), error);
              continue;
            }
            attributes.put(
                tx,
                app.id(),
                room,
                new Attribute(one.getKey(), one.getValue(), user, endsWithOwner));
            count += old.isPresent() ? 0 : 1;
            done.put(one.getKey(), one.getValue());
          }
          if (!done.isEmpty()) {
            listener.on(
                tx, new RoomAttributesSet(app, held, user, done, forced, by, clock.instant()));
          }
          return new Outcome(List.copyOf(done.keySet()), errors);
        });
  }

  private static @Nullable String error(
      String key, String value, Optional<Attribute> old, int count, UserId user, boolean forced) {
    if (length(key) > MAX_KEY) {
      return "properties key '" + key + "' is exceeding maximum limit " + MAX_KEY;
    }
    if (!KEY.matcher(key).matches()) {
      return "properties key '" + key + "' is illegal";
    }
    if (length(value) > MAX_VALUE) {
      return "properties value of key '" + key + "' is exceeding maximum limit " + MAX_VALUE;
    }
    if (old.isEmpty() && count >= MAX_ATTRIBUTES) {
      return "properties count is exceeding maximum limit " + MAX_ATTRIBUTES;
    }
    return isOfOther(old, user, forced) ? "others are not allowed to be set" : null;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean isOfOther(Optional<Attribute> old, UserId user, boolean forced) {
    return !forced && old.filter(one -> !one.owner().equals(user)).isPresent();
  }

  /// Deletes attributes in the name of a member, each for itself.
  ///
  /// @param forced whether those of others are deleted too, and by whoever is not in the room
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.GroupNotAllowed] or
  ///   [Refusal.NotInRoom]
  public Outcome delete(
      App app, Actor by, GroupId room, UserId user, List<String> keys, boolean forced) {
    Permissions.requireSelf(by, user);
    return transactions.call(
        tx -> {
          Group held = Groups.forUpdate(tx, rooms, app, room);
          if (!forced || by instanceof Actor.Member) {
            requireMember(tx, held, user);
          }
          List<String> done = new ArrayList<>();
          Map<String, String> errors = new LinkedHashMap<>();
          for (String key : keys) {
            Optional<Attribute> old = attributes.find(tx, room, key);
            if (old.isEmpty()) {
              errors.put(key, "properties key '" + key + "' does not exist");
            } else if (isOfOther(old, user, forced)) {
              errors.put(key, "others are not allowed to be removed");
            } else {
              attributes.remove(tx, room, key);
              done.add(key);
            }
          }
          if (!done.isEmpty()) {
            listener.on(
                tx, new RoomAttributesDeleted(app, held, user, done, forced, by, clock.instant()));
          }
          return new Outcome(done, errors);
        });
  }

  /// The attributes of a room.
  ///
  /// @param keys which ones; empty for all
  /// @throws RefusedException with [Refusal.GroupNotFound] or [Refusal.GroupNotAllowed]
  public Map<String, String> of(App app, Actor by, GroupId room, List<String> keys) {
    return transactions.read(
        snapshot -> {
          GroupId found = Groups.require(snapshot, rooms, app, room).id();
          permissions.requireInGroup(snapshot, app, by, Operation.SEE_GROUP, found);
          return attributes.all(snapshot, found).stream()
              .filter(one -> keys.isEmpty() || keys.contains(one.key()))
              .collect(
                  Collectors.toMap(
                      Attribute::key, Attribute::value, (one, _) -> one, LinkedHashMap::new));
        });
  }

  private void requireMember(Tx tx, Group room, UserId user) {
    if (rooms.member(tx, room.id(), user).isEmpty()) {
      throw new RefusedException(new Refusal.NotInRoom());
    }
  }
}
