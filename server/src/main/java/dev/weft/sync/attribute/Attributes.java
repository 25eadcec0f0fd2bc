package dev.weft.sync.attribute;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Origin;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.timeline.Notice;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.sync.attribute.AttributeStore.Owner;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
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

/// What is noted of users, and who is told when it changes.
public final class Attributes {

  /// Bytes of all names and values of one user.
  public static final int MAX_OF_USER = 2 * 1024;

  /// Of how many users one can be told: an SDK asks for all of them in one call.
  public static final int MAX_SUBSCRIBED = 100;

  /// How many can be told of one user: each gets a notice in the unit of work of the change.
  public static final int MAX_READERS = 500;

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Transactions transactions;
  private final GroupCommit<Owner, Users> sharing;
  private final AttributeStore attributes;
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

  /// @param writer tells those who follow a user
  public Attributes(
      Transactions transactions, AttributeStore attributes, TimelineWriter writer, Clock clock) {
    this.writer = writer;
    this.transactions = transactions;
    this.sharing = transactions.groupCommit(this::fetchUsers);
    this.attributes = attributes;
    this.clock = clock;
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
          Map<String, String> all = Values.merged(before, values);
          if (Values.size(all) > MAX_OF_USER) {
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
            found.put(user.value(), Values.only(attributes.of(snapshot, app.id(), user), names));
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

  private Users fetchUsers(Tx tx, List<Owner> owners) {
    return new Users(attributes.lock(tx, owners), attributes.readers(tx, owners));
  }

  /// Users whose values are changed, locked, and who is told of them.
  private record Users(Map<Owner, Map<String, String>> values, Map<Owner, List<UserId>> readers) {

    List<UserId> readersOf(Owner owner) {
      return readers.getOrDefault(owner, List.of());
    }
  }
}
