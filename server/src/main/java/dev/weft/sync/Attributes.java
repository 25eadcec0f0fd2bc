package dev.weft.sync;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Member;
import dev.weft.chat.Origin;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.timeline.Notice;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.sync.AttributeStore.Owner;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final GroupCommit<Owner, Map<Owner, Map<String, String>>> sharing;
  private final AttributeStore attributes;
  private final GroupStore groups;
  private final TimelineWriter writer;
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
      Clock clock) {
    this.writer = writer;
    this.clock = clock;
    this.transactions = transactions;
    this.sharing = transactions.groupCommit(attributes::lock);
    this.attributes = attributes;
    this.groups = groups;
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
          @Nullable Map<String, String> before = known.get(owner);
          if (before == null) {
            throw new RefusedException(new Refusal.UserNotFound());
          }
          Map<String, String> all = merged(before, values);
          if (size(all) > MAX_OF_USER) {
            return Optional.empty();
          }
          values.forEach((name, value) -> attributes.put(tx, app.id(), user, name, value));
          tell(tx, app, user, before, values);
          // Last, so that a unit that throws leaves nothing for the next one of the same user.
          known.put(owner, all);
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
          tell(tx, app, user, before, gone);
        });
  }

  /// Tells the readers of a user what is other than before, in the form that SDK 5 knows. A value
  /// that was taken away is empty.
  private void tell(
      Tx tx, App app, UserId user, Map<String, String> before, Map<String, String> values) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed
        .entrySet()
        .removeIf(entry -> before.getOrDefault(entry.getKey(), "").equals(entry.getValue()));
    if (changed.isEmpty()) {
      return;
    }
    List<UserId> readers = attributes.readers(tx, app.id(), user);
    if (readers.isEmpty()) {
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
          for (UserId user : fresh) {
            if (attributes.readers(tx, app.id(), user).size() >= MAX_READERS) {
              return Subscribed.TARGET_FULL;
            }
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
    return transactions.call(
        tx -> {
          if (groups.findForUpdate(tx, app.id(), group).isEmpty()) {
            throw new RefusedException(new Refusal.GroupNotFound(group.toString()));
          }
          requireMembers(tx, group, values.keySet());
          Map<UserId, Map<String, String>> changed = new LinkedHashMap<>();
          values.forEach(
              (user, own) -> {
                requireMayChange(tx, by, group, user);
                Map<String, String> all = merged(attributes.of(tx, group, user), own);
                if (size(all) <= MAX_OF_MEMBER) {
                  own.forEach(
                      (name, value) -> attributes.put(tx, app.id(), group, user, name, value));
                  changed.put(user, all);
                }
              });
          return changed;
        });
  }

  private void requireMembers(Snapshot snapshot, GroupId group, Set<UserId> users) {
    List<String> strangers =
        users.stream()
            .filter(user -> groups.member(snapshot, group, user).isEmpty())
            .map(UserId::value)
            .toList();
    if (!strangers.isEmpty()) {
      throw new RefusedException(
          users.size() == 1
              ? new Refusal.NotMember(strangers.getFirst(), group.toString())
              : new Refusal.NotMembers(strangers));
    }
  }

  private void requireMayChange(Snapshot snapshot, Actor by, GroupId group, UserId user) {
    if (!(by instanceof Actor.Member(var caller, _)) || caller.isSameAs(user)) {
      return;
    }
    boolean ranks =
        groups
            .member(snapshot, group, caller)
            .filter(member -> member.role() != Member.Role.MEMBER)
            .isPresent();
    if (!ranks) {
      throw new RefusedException(new Refusal.NotAdmin(caller.value(), group.toString()));
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
