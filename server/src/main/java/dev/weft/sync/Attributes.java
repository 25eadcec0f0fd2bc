package dev.weft.sync;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupMemberNoted;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Origin;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.timeline.Notice;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.sync.AttributeStore.MemberPlace;
import dev.weft.sync.AttributeStore.MemberValues;
import dev.weft.sync.AttributeStore.Owner;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is noted of users, and of members of groups.
public final class Attributes {

  /// Bytes of all names and values of one user.
  public static final int MAX_OF_USER = 2 * 1024;

  /// Bytes of all names and values of one member.
  public static final int MAX_OF_MEMBER = 4 * 1024;

  /// Of how many users one can be told: an SDK asks for all of them in one call.
  public static final int MAX_SUBSCRIBED = 100;

  /// How many can be told of one user: each gets a notice in the unit of work of the change.
  public static final int MAX_READERS = 500;

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Transactions transactions;
  private final GroupCommit<Owner, Users> sharing;
  private final GroupCommit<MemberPlace, Members> sharingMembers;
  private final AttributeStore attributes;
  private final GroupStore groups;
  private final TimelineWriter writer;
  private final ChatListener listener;
  private final Clock clock;

  /// What came of a wish to be told of others.
  public enum Subscribed {
    DONE,
    /// The reader would be told of more than [#MAX_SUBSCRIBED] users. Nothing was kept.
    READER_FULL,
    /// One of the users has [#MAX_READERS] readers. Nothing was kept.
    TARGET_FULL
  }

  Attributes(
      Transactions transactions,
      AttributeStore attributes,
      GroupStore groups,
      TimelineWriter writer,
      ChatListener listener,
      Clock clock) {
    this.writer = writer;
    this.transactions = transactions;
    this.sharing = transactions.groupCommit(this::fetchUsers);
    this.attributes = attributes;
    this.sharingMembers = transactions.groupCommit(this::fetch);
    this.groups = groups;
    this.clock = clock;
    this.listener = listener;
  }

  /// Keeps values of a user beside those that are there, and answers all of them. An empty value is
  /// taken away. Empty if they are too large: then nothing is kept.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  public Optional<Map<String, String>> set(App app, UserId user, Map<String, String> values) {
    Owner owner = new Owner(app.id(), user);
    return sharing.call(
        List.of(owner),
        (tx, known) -> {
          @Nullable Map<String, String> before = known.values().get(owner);
          if (before == null) {
            throw new RefusedException(new Refusal.UserNotFound());
          }
          Map<String, String> all = merged(before, values);
          if (size(all) > MAX_OF_USER) {
            return Optional.empty();
          }
          values.forEach((name, value) -> attributes.put(tx, app.id(), user, name, value));
          tell(tx, app, user, changes(before, values), known.readersOf(owner));
          // Last, so that a unit that throws leaves nothing for the next one of the same user.
          known.values().put(owner, all);
          return Optional.of(all);
        });
  }

  /// The values of each of the users.
  ///
  /// @param names which; all if there are none
  public Map<String, Map<String, String>> of(App app, List<UserId> all, List<String> names) {
    return transactions.read(
        snapshot -> {
          Map<String, Map<String, String>> found = new LinkedHashMap<>();
          for (UserId user : all) {
            found.put(user.value(), only(attributes.of(snapshot, app.id(), user), names));
          }
          return found;
        });
  }

  public void delete(App app, UserId user) {
    transactions.run(
        tx -> {
          Map<String, String> before = attributes.of(tx, app.id(), user);
          attributes.delete(tx, app.id(), user);
          Map<String, String> gone = new LinkedHashMap<>(before);
          gone.replaceAll((_, _) -> "");
          Owner owner = new Owner(app.id(), user);
          Map<Owner, List<UserId>> readers = attributes.readers(tx, List.of(owner));
          tell(tx, app, user, changes(before, gone), readers.getOrDefault(owner, List.of()));
        });
  }

  private static Map<String, String> changes(
      Map<String, String> before, Map<String, String> values) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed
        .entrySet()
        .removeIf(entry -> before.getOrDefault(entry.getKey(), "").equals(entry.getValue()));
    return changed;
  }

  /// Tells the readers of a user what is other than before, in the form that SDK 5 knows. A value
  /// that was taken away is empty.
  private void tell(
      Tx tx, App app, UserId user, Map<String, String> changed, List<UserId> readers) {
    if (changed.isEmpty() || readers.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    ObjectNode data = MAPPER.createObjectNode();
    data.put("username", user.value());
    ObjectNode metadata = data.putObject("metadata");
    changed.forEach(metadata::put);
    data.put("lastModified", now.toEpochMilli());
    Notice notice = Notice.client("subscribe_metadata_updated", user, data.toString(), now);
    readers.forEach(reader -> writer.notify(tx, app.id(), reader, notice, Origin.SERVER));
  }

  /// `reader` is told from now on when attributes of others change; who is no user is left out.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound] if `reader` is none
  public Subscribed subscribe(App app, UserId reader, List<UserId> others) {
    return transactions.call(
        tx -> {
          Set<UserId> all = new TreeSet<>(Comparator.comparing(UserId::value));
          all.addAll(others);
          all.add(reader);
          Map<Owner, Map<String, String>> known =
              attributes.lock(tx, all.stream().map(user -> new Owner(app.id(), user)).toList());
          if (!known.containsKey(new Owner(app.id(), reader))) {
            throw new RefusedException(new Refusal.UserNotFound());
          }
          List<UserId> before = attributes.subscribed(tx, app.id(), reader);
          List<UserId> fresh =
              all.stream()
                  .filter(user -> !user.isSameAs(reader) && !before.contains(user))
                  .filter(user -> known.containsKey(new Owner(app.id(), user)))
                  .toList();
          if (before.size() + fresh.size() > MAX_SUBSCRIBED) {
            return Subscribed.READER_FULL;
          }
          List<Owner> targets = fresh.stream().map(user -> new Owner(app.id(), user)).toList();
          if (attributes.readers(tx, targets).values().stream()
              .anyMatch(readers -> readers.size() >= MAX_READERS)) {
            return Subscribed.TARGET_FULL;
          }
          fresh.forEach(user -> attributes.subscribe(tx, app.id(), reader, user));
          return Subscribed.DONE;
        });
  }

  /// `reader` is told of others no longer.
  public void unsubscribe(App app, UserId reader, List<UserId> others) {
    transactions.run(
        tx -> others.forEach(user -> attributes.unsubscribe(tx, app.id(), reader, user)));
  }

  /// Of whom `reader` is told, by name.
  public List<UserId> subscribed(App app, UserId reader) {
    return transactions.read(snapshot -> attributes.subscribed(snapshot, app.id(), reader));
  }

  /// Bytes of all values of an app's users.
  public long size(App app) {
    return transactions.read(snapshot -> attributes.size(snapshot, app.id()));
  }

  /// Keeps values of members, as [#set], and answers what is noted of each now; who would have too
  /// much is left out and stays as before. A member changes its own; the owner and the admins those
  /// of all.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NotMember] for one,
  ///   [Refusal.NotMembers] for several, or [Refusal.NotAdmin]
  public Map<UserId, Map<String, String>> setOfMembers(
      App app, Actor by, GroupId group, Map<UserId, Map<String, String>> values) {
    List<MemberPlace> needs = new ArrayList<>();
    values.keySet().forEach(user -> needs.add(new MemberPlace(group, user)));
    if (by instanceof Actor.Member(var caller, _)) {
      needs.add(new MemberPlace(group, UserId.of(caller.value())));
    }
    return sharingMembers.call(
        needs,
        (tx, known) -> {
          Group held = known.requireGroup(app, group);
          known.requireMembers(group, values.keySet());
          Map<UserId, Map<String, String>> changed = new LinkedHashMap<>();
          values.forEach(
              (user, own) -> {
                known.requireMayChange(by, group, user);
                Map<String, String> all = merged(known.valuesOf(group, user), own);
                if (size(all) <= MAX_OF_MEMBER) {
                  changed.put(user, all);
                  listener.on(tx, new GroupMemberNoted(app, held, user, own, by, clock.instant()));
                }
              });
          changed
              .keySet()
              .forEach(
                  user ->
                      Objects.requireNonNull(values.get(user))
                          .forEach(
                              (name, value) ->
                                  attributes.put(tx, app.id(), group, user, name, value)));
          // Last, so that a unit that throws leaves nothing for the next one of the same members.
          changed.forEach((user, all) -> known.changed(group, user, all));
          return changed;
        });
  }

  private Users fetchUsers(Tx tx, List<Owner> owners) {
    return new Users(attributes.lock(tx, owners), attributes.readers(tx, owners));
  }

  /// Users whose values are changed, locked, and who is told of them.
  private record Users(Map<Owner, Map<String, String>> values, Map<Owner, List<UserId>> readers) {

    List<UserId> readersOf(Owner owner) {
      return readers.getOrDefault(owner, List.of());
    }
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
  public Map<String, String> ofMember(App app, Actor by, GroupId group, UserId user) {
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
            found.put(user.value(), only(attributes.of(snapshot, group, user), names));
          }
          return found;
        });
  }

  private static Map<String, String> merged(Map<String, String> old, Map<String, String> values) {
    Map<String, String> all = new LinkedHashMap<>(old);
    values.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            String _ = all.remove(name);
          } else {
            String _ = all.put(name, value);
          }
        });
    return all;
  }

  private static Map<String, String> only(Map<String, String> all, List<String> names) {
    if (names.isEmpty()) {
      return all;
    }
    Map<String, String> some = new LinkedHashMap<>(all);
    some.keySet().retainAll(names);
    return some;
  }

  private static int size(Map<String, String> all) {
    return all.entrySet().stream()
        .mapToInt(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
        .sum();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
