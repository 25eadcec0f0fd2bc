package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Ids;
import dev.weft.chat.MessageId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.User;
import dev.weft.chat.client.ClientEvent.Client;
import dev.weft.chat.client.ClientEvent.SessionChange;
import dev.weft.chat.client.ClientEvent.SessionChanged;
import dev.weft.chat.client.ClientListener;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.user.LiveDevices;
import dev.weft.chat.user.UserStore;
import dev.weft.sync.device.Device;
import dev.weft.sync.device.DeviceId;
import dev.weft.sync.device.DeviceStore;
import dev.weft.sync.device.SessionEnd;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The devices of users and their sessions: who has logged in, where, and with what each goes on.
///
/// A session is a row of the store: its beginning and its end are units of work that hold the row
/// of the user. So for each user they have one order, on all nodes; each is told of once; and what
/// a node leaves behind that dies, another one ends.
public final class Devices implements LiveDevices {

  /// How long sessions of a dead node may be taken for live.
  private static final Duration LOOK = Duration.ofSeconds(2);

  /// Messages that are counted at the most for a user who was away.
  private static final int MAX_WAITING = 10_000;

  /// Sessions that are ended in one unit of work.
  private static final int STEP = 100;

  private static final Logger log = LoggerFactory.getLogger(Devices.class);

  private final Transactions transactions;
  private final UserStore users;
  private final DeviceStore devices;
  private final CursorStore cursors;
  private final MessageStore messages;
  private final ConversationNews news;
  private final ClientListener listener;
  private final Function<AppId, Optional<App>> apps;
  private final Ids ids;
  private final Clock clock;
  private final Duration offline;

  /// Logins before this one are of an earlier life of the node.
  private final long since;

  private volatile int node;

  /// Sessions whose end the store did not take: it gets them again.
  private final Queue<Device> unended = new ConcurrentLinkedQueue<>();

  /// Where devices are kept, with what belongs to them.
  public record Stores(
      Transactions transactions,
      UserStore users,
      DeviceStore devices,
      CursorStore cursors,
      MessageStore messages) {}

  /// @param listener is told of sessions, inside their units of work
  /// @param apps the app with a number
  /// @param offline how far back a device is brought up to date at the most
  /// @param node the number of this node
  public Devices(
      Stores stores,
      ConversationNews news,
      ClientListener listener,
      Function<AppId, Optional<App>> apps,
      Ids ids,
      Clock clock,
      Duration offline,
      int node) {
    this.transactions = stores.transactions();
    this.users = stores.users();
    this.devices = stores.devices();
    this.cursors = stores.cursors();
    this.messages = stores.messages();
    this.news = news;
    this.listener = listener;
    this.apps = apps;
    this.ids = ids;
    this.clock = clock;
    this.offline = offline;
    this.node = node;
    this.since = ids.next();
  }

  /// This node goes on with another number.
  public void become(int number) {
    node = number;
  }

  /// A device logs in. A session of the same device ends, on whichever node it is.
  ///
  /// @param address where the device is reached
  /// @param allowed whether the user may still log in: looked at while the account cannot change
  /// @throws RefusedException with [Refusal.UserNotFound] if the user is gone or not allowed
  public Device login(
      App app, UserId user, Device.Details details, String address, Predicate<User> allowed) {
    return transactions.call(
        tx -> {
          if (users.findForUpdate(tx, app.id(), user).filter(allowed).isEmpty()) {
            throw new RefusedException(new Refusal.UserNotFound());
          }
          Instant now = clock.instant();
          Optional<Device> known = devices.find(tx, app.id(), user, details.resource());
          known
              .filter(Device::live)
              .ifPresent(before -> tell(tx, app, before, SessionChange.REPLACED, now));
          // The later login has the larger number, also if the clock of this node is behind.
          long login = Math.max(ids.next(), known.map(Device::login).orElse(0L) + 1);
          DeviceStore.Session session = new DeviceStore.Session(login, node, address);
          Device device = devices.login(tx, app.id(), user, details, session, now);
          tell(tx, app, device, SessionChange.LOGIN, now);
          news.loggedIn(tx, device);
          return known.isPresent() ? device : device.atFirstLogin();
        });
  }

  /// The connection of a device has ended. Never throws: what the store does not take now it gets
  /// again.
  public void left(App app, Device device) {
    try {
      transactions.run(
          tx -> {
            if (users.findForUpdate(tx, app.id(), device.user()).isPresent()) {
              boolean _ = end(tx, app, device, SessionChange.LOGOUT);
            }
          });
    } catch (StoreBusyException | StoreFailedException e) {
      log.debug("end of a session not kept yet device={}", device.id());
      unended.add(device);
    }
  }

  /// Whether this session of a device is still the one there is.
  public boolean isLive(Device device) {
    return transactions.read(snapshot -> devices.isLive(snapshot, device.id(), device.login()));
  }

  @Override
  public List<LiveDevice> live(AppId app, UserId user) {
    return transactions.read(snapshot -> devices.live(snapshot, app, user)).stream()
        .map(Device::details)
        .map(device -> new LiveDevice(device.resource(), device.uuid(), device.name()))
        .toList();
  }

  @Override
  public void disconnect(App app, UserId user, String resource) {
    transactions.run(
        tx -> {
          if (users.findForUpdate(tx, app.id(), user).isPresent()) {
            devices
                .find(tx, app.id(), user, resource)
                .filter(Device::live)
                .ifPresent(device -> putOut(tx, app, device, SessionEnd.DISCONNECTED));
          }
        });
  }

  @Override
  public void end(Tx tx, App app, UserId user, Ending why) {
    SessionEnd end =
        switch (why) {
          case PASSWORD_CHANGED -> SessionEnd.PASSWORD_CHANGED;
          case SIGNED_OUT -> SessionEnd.DISCONNECTED;
          case DEACTIVATED -> SessionEnd.DEACTIVATED;
          case DELETED -> SessionEnd.USER_REMOVED;
        };
    devices.live(tx, app.id(), user).forEach(device -> putOut(tx, app, device, end));
  }

  @Override
  public void renewed(AppId app, UserId user, long expires) {
    news.renewed(app, user, expires);
  }

  @Override
  public int waiting(AppId app, UserId user) {
    return transactions.read(
        snapshot -> {
          int waiting = 0;
          for (Followed one : cursors.followed(snapshot, newDevice(app, user), floor())) {
            if (one.isBehind() && waiting < MAX_WAITING) {
              waiting +=
                  cursors.messagesAfter(
                      snapshot, one.conversation().id(), user, one.from(), MAX_WAITING - waiting);
            }
          }
          return waiting;
        });
  }

  @Override
  public boolean isDelivered(App app, UserId user, MessageId message) {
    return transactions.read(
        snapshot ->
            messages
                .find(snapshot, message)
                .filter(found -> found.app().equals(app.id()))
                .filter(
                    found ->
                        cursors.followed(snapshot, newDevice(app.id(), user), 0).stream()
                            .anyMatch(
                                one ->
                                    one.conversation().holds(found)
                                        && one.from() >= message.value()))
                .isPresent());
  }

  /// A device that has got nothing yet: it goes on where the furthest one of its user is.
  private Device newDevice(AppId app, UserId user) {
    return new Device(
        new DeviceId(0),
        app,
        user,
        new Device.Details("", 0, "", "", "", ""),
        0,
        Instant.EPOCH,
        false,
        "",
        false);
  }

  private long floor() {
    return Ids.firstAt(clock.instant().minus(offline)).value();
  }

  private void putOut(Tx tx, App app, Device device, SessionEnd why) {
    if (end(tx, app, device, SessionChange.REPLACED)) {
      news.ended(tx, device, why);
    }
  }

  private boolean end(Tx tx, App app, Device device, SessionChange change) {
    Instant now = clock.instant();
    boolean ended = devices.end(tx, device.id(), device.login(), now);
    if (ended) {
      tell(tx, app, device, change, now);
    }
    return ended;
  }

  private void tell(Tx tx, App app, Device device, SessionChange change, Instant now) {
    Device.Details details = device.details();
    listener.on(
        tx,
        new SessionChanged(
            app,
            device.user(),
            new Client(details.resource(), details.os(), details.version()),
            device.address(),
            change,
            now));
  }

  /// Ends some of the sessions that no node has any more. Answers how long there is nothing more to
  /// do, as a turn of a loop.
  public Duration sweep() {
    Optional<Device> late = Optional.ofNullable(unended.peek());
    List<Device> over =
        late.map(List::of)
            .orElseGet(
                () ->
                    transactions.read(snapshot -> devices.abandoned(snapshot, node, since, STEP)));
    if (over.isEmpty()) {
      return LOOK;
    }
    transactions.run(tx -> endAll(tx, over));
    late.ifPresent(unended::remove);
    return Duration.ZERO;
  }

  /// In the order of users, as everybody who holds several.
  private void endAll(Tx tx, List<Device> over) {
    over.stream()
        .sorted(
            Comparator.comparingLong((Device device) -> device.app().value())
                .thenComparing(device -> device.user().value()))
        .forEach(
            device ->
                apps.apply(device.app())
                    .filter(app -> users.findForUpdate(tx, app.id(), device.user()).isPresent())
                    .ifPresentOrElse(
                        app -> {
                          boolean _ = end(tx, app, device, SessionChange.LOGOUT);
                        },
                        () -> {
                          boolean _ = devices.end(tx, device.id(), device.login(), clock.instant());
                        }));
  }

  /// Every conversation the user of a device hears, and where the device goes on in it.
  public List<Followed> followed(Device device) {
    long floor = floor();
    return transactions.read(snapshot -> cursors.followed(snapshot, device, floor));
  }

  public Optional<Device> find(AppId app, UserId user, String resource) {
    return transactions.read(snapshot -> devices.find(snapshot, app, user, resource));
  }

  /// All devices of a user, the one that logged in last first.
  public List<Device> of(AppId app, UserId user) {
    return transactions.read(snapshot -> devices.of(snapshot, app, user));
  }
}
