package dev.weft.sync.presence;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Ids;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.client.ClientEvent;
import dev.weft.chat.client.ClientEvent.ContactChanged;
import dev.weft.chat.client.ClientEvent.KeywordsFound;
import dev.weft.chat.client.ClientEvent.MessageRead;
import dev.weft.chat.client.ClientEvent.SessionChanged;
import dev.weft.chat.client.ClientListener;
import dev.weft.chat.user.UserStore;
import dev.weft.sync.ConversationNews;
import dev.weft.sync.device.Device;
import dev.weft.sync.device.DeviceStore;
import dev.weft.sync.presence.PresenceStore.Published;
import dev.weft.sync.presence.PresenceStore.Subscription;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Presence: users follow how others are, for a time. Whether a device is online its session says;
/// beside that a user can say something, which holds as long as the session of the device.
///
/// Nothing is kept of a change for readers who are offline: they ask when they come.
public final class Presences implements ClientListener {

  /// The longest subscription (vendor: 30 days).
  public static final Duration LONGEST = Duration.ofDays(30);

  /// Whom a user can follow, and by how many a user can be followed (vendor: 3,000).
  public static final int MAX_FOLLOWED = 3_000;

  /// Devices of one user that others are shown.
  private static final int MAX_DEVICES = 20;

  /// Subscriptions that are deleted in one unit of work.
  private static final int SWEPT = 500;

  private static final String ONLINE = "1";
  private static final String OFFLINE = "0";

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Transactions transactions;
  private final PresenceStore store;
  private final DeviceStore devices;
  private final UserStore users;
  private final ConversationNews news;
  private final Clock clock;

  /// Where presences, devices and users are kept.
  public record Stores(
      Transactions transactions, PresenceStore presences, DeviceStore devices, UserStore users) {}

  /// @param news tells those who serve the readers' devices
  public Presences(Stores stores, ConversationNews news, Clock clock) {
    this.transactions = stores.transactions();
    this.store = stores.presences();
    this.devices = stores.devices();
    this.users = stores.users();
    this.news = news;
    this.clock = clock;
  }

  /// What one of those who follow a user sees.
  public record ReaderPresence(UserId reader, Presence presence) {}

  /// A user says how they are on one device.
  ///
  /// @param status a number
  /// @throws RefusedException with [Refusal.UserNotFound]
  public void publish(App app, UserId user, String resource, String status, String ext) {
    transactions.run(
        tx -> {
          if (users.findForUpdate(tx, app.id(), user).isEmpty()) {
            throw new RefusedException(new Refusal.UserNotFound());
          }
          ObjectNode said =
              store
                  .published(tx, app.id(), user)
                  .map(before -> stillHolds(tx, app.id(), user, before))
                  .orElseGet(MAPPER::createObjectNode);
          // A device that never logged in, which only the app's server can name, has login 0.
          long login = devices.find(tx, app.id(), user, resource).map(Device::login).orElse(0L);
          said.putObject(resource).put("status", status).put("login", login);
          while (said.size() > MAX_DEVICES) {
            said.remove(said.propertyNames().iterator().next());
          }
          store.publish(tx, app.id(), user, new Published(ext, said.toString(), clock.instant()));
          tell(tx, app.id(), user);
        });
  }

  /// What a user has said on devices that still have the session in which it was said.
  private ObjectNode stillHolds(Snapshot snapshot, AppId app, UserId user, Published published) {
    ObjectNode holds = MAPPER.createObjectNode();
    MAPPER
        .readTree(published.status())
        .forEachEntry(
            (resource, one) -> {
              long login = one.path("login").asLong();
              if (login == 0
                  || devices
                      .find(snapshot, app, user, resource)
                      .filter(device -> device.login() == login && device.live())
                      .isPresent()) {
                holds.set(resource, one);
              }
            });
    return holds;
  }

  /// `reader` follows others from now on. Answers how they are; who is no user is left out.
  ///
  /// @param time at most [#LONGEST]
  /// @return empty if `reader` or one of the others would have more than [#MAX_FOLLOWED]
  public Optional<List<Presence>> subscribe(
      App app, UserId reader, List<UserId> others, Duration time) {
    Instant now = clock.instant();
    Instant expires = now.plus(time);
    return transactions.call(
        tx -> {
          if (users.findForUpdate(tx, app.id(), reader).isEmpty()) {
            throw new RefusedException(new Refusal.UserNotFound());
          }
          List<UserId> known =
              others.stream().filter(user -> users.exists(tx, app.id(), user)).toList();
          long more =
              known.stream()
                  .filter(user -> store.expires(tx, app.id(), user, reader, now).isEmpty())
                  .count();
          boolean popular =
              known.stream()
                  .anyMatch(
                      user ->
                          store.expires(tx, app.id(), user, reader, now).isEmpty()
                              && store.followers(tx, app.id(), user, now) >= MAX_FOLLOWED);
          if (popular || store.count(tx, app.id(), reader, now) + more > MAX_FOLLOWED) {
            return Optional.empty();
          }
          known.forEach(user -> store.subscribe(tx, app.id(), user, reader, expires));
          return Optional.of(known.stream().map(user -> of(tx, app.id(), user, expires)).toList());
        });
  }

  /// `reader` follows others no longer.
  public void unsubscribe(App app, UserId reader, List<UserId> others) {
    transactions.run(tx -> others.forEach(user -> store.unsubscribe(tx, app.id(), user, reader)));
  }

  /// How users are now. Who is no user is always offline.
  public List<Presence> find(App app, UserId reader, List<UserId> asked) {
    Instant now = clock.instant();
    return transactions.read(
        snapshot ->
            asked.stream()
                .map(
                    user ->
                        of(
                            snapshot,
                            app.id(),
                            user,
                            store
                                .expires(snapshot, app.id(), user, reader, now)
                                .orElse(Instant.EPOCH)))
                .toList());
  }

  /// A part of whom a user follows.
  ///
  /// @param total of all parts
  public record Followed(int total, List<Subscription> users) {}

  /// Whom a user follows, by name.
  ///
  /// @param page from 1 on
  public Followed followed(App app, UserId reader, int page, int size) {
    Instant now = clock.instant();
    return transactions.read(
        snapshot ->
            new Followed(
                store.count(snapshot, app.id(), reader, now),
                store.followed(snapshot, app.id(), reader, now, (page - 1) * size, size)));
  }

  /// How many members of a group are online.
  public int online(App app, GroupId group) {
    return transactions.read(snapshot -> devices.online(snapshot, app.id(), group.value()));
  }

  @Override
  public void on(Tx tx, ClientEvent event) {
    switch (event) {
      case SessionChanged changed -> tell(tx, changed.app().id(), changed.user());
      case ContactChanged _, MessageRead _, KeywordsFound _ -> {}
    }
  }

  private void tell(Tx tx, AppId app, UserId user) {
    if (!store.readers(tx, app, user, clock.instant(), 1).isEmpty()) {
      news.presenceChanged(tx, app, user);
    }
  }

  /// Who follows a user, and what they are shown.
  public List<ReaderPresence> readersOf(AppId app, UserId user) {
    return transactions.read(
        snapshot -> {
          List<Subscription> readers =
              store.readers(snapshot, app, user, clock.instant(), MAX_FOLLOWED);
          if (readers.isEmpty()) {
            return List.of();
          }
          Presence now = of(snapshot, app, user, Instant.EPOCH);
          return readers.stream()
              .map(
                  reader ->
                      new ReaderPresence(
                          reader.user(),
                          new Presence(
                              user, now.changed(), reader.expires(), now.ext(), now.status())))
              .toList();
        });
  }

  private Presence of(Snapshot snapshot, AppId app, UserId user, Instant expires) {
    Optional<Published> published = store.published(snapshot, app, user);
    JsonNode said =
        published.map(one -> MAPPER.readTree(one.status())).orElseGet(MAPPER::createObjectNode);
    Map<String, String> status = new LinkedHashMap<>();
    Instant changed = published.map(Published::changed).orElse(Instant.EPOCH);
    said.forEachEntry(
        (resource, one) -> {
          if (one.path("login").asLong() == 0) {
            status.put(resource, one.path("status").asString(ONLINE));
          }
        });
    for (Device device : devices.shown(snapshot, app, user, MAX_DEVICES)) {
      String resource = device.details().resource();
      JsonNode one = said.path(resource);
      boolean holds = device.live() && one.path("login").asLong() == device.login();
      String own = holds ? one.path("status").asString(ONLINE) : ONLINE;
      status.put(resource, device.live() ? own : OFFLINE);
      Instant since = device.live() ? Ids.timeOf(device.login()) : device.seen();
      changed = since.isAfter(changed) ? since : changed;
    }
    return new Presence(user, changed, expires, published.map(Published::ext).orElse(""), status);
  }

  /// Takes one step in deleting what has ended; false if there is nothing more for now.
  public boolean sweep() {
    return transactions.call(tx -> store.sweep(tx, clock.instant(), SWEPT)) == SWEPT;
  }
}
