package dev.weft.sync.attribute;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupMemberNoted;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupStore;
import dev.weft.sync.attribute.AttributeStore.MemberPlace;
import dev.weft.sync.attribute.AttributeStore.MemberValues;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is noted of members of groups.
public final class MemberAttributes {

  /// Bytes of all names and values of one member.
  public static final int MAX_OF_MEMBER = 4 * 1024;

  private final Transactions transactions;
  private final GroupCommit<MemberPlace, Members> sharing;
  private final AttributeStore attributes;
  private final GroupStore groups;
  private final ChatListener listener;
  private final Clock clock;

  /// @param listener is told of what was noted, in the same unit of work
  public MemberAttributes(
      Transactions transactions,
      AttributeStore attributes,
      GroupStore groups,
      ChatListener listener,
      Clock clock) {
    this.transactions = transactions;
    this.sharing = transactions.groupCommit(this::fetch);
    this.attributes = attributes;
    this.groups = groups;
    this.listener = listener;
    this.clock = clock;
  }

  /// Keeps values of members, as [Attributes#set], and answers what is noted of each now; who would
  /// have too much is left out and stays as before. A member changes its own; the owner and the
  /// admins those of all.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NotMember] for one,
  ///   [Refusal.NotMembers] for several, or [Refusal.NotAdmin]
  public Map<UserId, Map<String, String>> set(
      App app, Actor by, GroupId group, Map<UserId, Map<String, String>> values) {
    List<MemberPlace> needs = new ArrayList<>();
    values.keySet().forEach(user -> needs.add(new MemberPlace(group, user)));
    if (by instanceof Actor.Member(var caller, _)) {
      needs.add(new MemberPlace(group, UserId.of(caller.value())));
    }
    return sharing.call(
        needs,
        (tx, known) -> {
          Group held = known.requireGroup(app, group);
          known.requireMembers(group, values.keySet());
          values.keySet().forEach(user -> known.requireMayChange(by, group, user));
          Map<UserId, Map<String, String>> changed = new LinkedHashMap<>();
          values.forEach(
              (user, own) -> {
                Map<String, String> all = Values.merged(known.valuesOf(group, user), own);
                if (Values.size(all) <= MAX_OF_MEMBER) {
                  changed.put(user, all);
                  own.forEach(
                      (name, value) -> attributes.put(tx, app.id(), group, user, name, value));
                  if (!own.isEmpty()) {
                    listener.on(
                        tx, new GroupMemberNoted(app, held, user, own, by, clock.instant()));
                  }
                }
              });
          // Last, so that a unit that throws leaves nothing for the next one of the same members.
          changed.forEach((user, all) -> known.changed(group, user, all));
          return changed;
        });
  }

  private Members fetch(Tx tx, List<MemberPlace> places) {
    List<GroupId> of = places.stream().map(MemberPlace::group).distinct().toList();
    Map<GroupId, Group> locked = groups.lock(tx, of);
    return new Members(locked, attributes.ofMembers(tx, places.stream().distinct().toList()));
  }

  /// The groups whose members' values are changed, locked, and those members.
  private record Members(Map<GroupId, Group> groups, Map<MemberPlace, MemberValues> members) {

    Group requireGroup(App app, GroupId id) {
      @Nullable Group group = groups.get(id);
      if (group == null || !group.app().equals(app.id())) {
        throw new RefusedException(new Refusal.GroupNotFound(id.toString()));
      }
      return group;
    }

    void requireMembers(GroupId group, Set<UserId> users) {
      List<String> strangers =
          users.stream()
              .filter(user -> !members.containsKey(new MemberPlace(group, user)))
              .map(UserId::value)
              .toList();
      if (!strangers.isEmpty()) {
        throw new RefusedException(
            users.size() == 1
                ? new Refusal.NotMember(strangers.getFirst(), group.toString())
                : new Refusal.NotMembers(strangers));
      }
    }

    void requireMayChange(Actor by, GroupId group, UserId user) {
      if (!(by instanceof Actor.Member(var caller, _)) || caller.isSameAs(user)) {
        return;
      }
      @Nullable MemberValues own = members.get(new MemberPlace(group, UserId.of(caller.value())));
      if (own == null || !own.ranks()) {
        throw new RefusedException(new Refusal.NotAdmin(caller.value(), group.toString()));
      }
    }

    Map<String, String> valuesOf(GroupId group, UserId user) {
      return Objects.requireNonNull(members.get(new MemberPlace(group, user))).values();
    }

    void changed(GroupId group, UserId user, Map<String, String> all) {
      MemberPlace place = new MemberPlace(group, user);
      boolean ranks = Objects.requireNonNull(members.get(place)).ranks();
      members.put(place, new MemberValues(ranks, all));
    }
  }

  private void requireMember(Snapshot snapshot, GroupId group, UserId user) {
    if (groups.member(snapshot, group, user).isEmpty()) {
      throw new RefusedException(new Refusal.NotMember(user.value(), group.toString()));
    }
  }

  /// All values of a member of a group.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound] or [Refusal.NotMember]
  public Map<String, String> of(App app, Actor by, GroupId group, UserId user) {
    return transactions.read(
        snapshot -> {
          requireReader(snapshot, app, by, group);
          requireMember(snapshot, group, user);
          return attributes.of(snapshot, group, user);
        });
  }

  private void requireReader(Snapshot snapshot, App app, Actor by, GroupId group) {
    if (groups.find(snapshot, app.id(), group).isEmpty()) {
      throw new RefusedException(new Refusal.GroupNotFound(group.toString()));
    }
    if (by instanceof Actor.Member(var caller, _)) {
      requireMember(snapshot, group, caller);
    }
  }

  /// The values of members of a group; a member sees them, others do not.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound] or [Refusal.NotMember]
  public Map<String, Map<String, String>> ofMembers(
      App app, Actor by, GroupId group, List<UserId> all, List<String> names) {
    return transactions.read(
        snapshot -> {
          requireReader(snapshot, app, by, group);
          Map<String, Map<String, String>> found = new LinkedHashMap<>();
          for (UserId user : all) {
            found.put(user.value(), Values.only(attributes.of(snapshot, group, user), names));
          }
          return found;
        });
  }
}
