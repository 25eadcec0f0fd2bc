package dev.weft.gateway;

import dev.weft.app.Apps;
import dev.weft.app.Bearers;
import dev.weft.chat.ConversationId;
import dev.weft.chat.GroupId;
import dev.weft.chat.RefusedException;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.user.Users;
import dev.weft.gateway.LoginCheck.Result;
import dev.weft.msync.ErrorCode;
import dev.weft.msync.KickReason;
import dev.weft.msync.MSync;
import dev.weft.msync.Provision;
import dev.weft.msync.Status;
import dev.weft.sync.Followed;
import dev.weft.sync.device.Device;
import dev.weft.trace.LogText;
import dev.weft.tx.WorkOwner;
import dev.weft.web.http.websocket.WebSocketConnection;
import dev.weft.web.http.websocket.WebSocketEndpoint;
import dev.weft.web.http.websocket.WebSocketListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the vendor's clients connect: logs devices in and out, and cuts off who is silent.
public final class Gateway implements WebSocketEndpoint, AutoCloseable {

  /// How often silent clients are looked for.
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  /// One app leaves this part of all devices to others.
  private static final int PART_LEFT = 8;

  private final GatewaySettings settings;
  private final Services services;
  private final Sessions sessions;
  private final Apps apps;
  private final Bearers bearers;
  private final Users users;
  private final UserLists lists;
  private final LoginCheck check;
  private final Uplink uplink;
  private final Set<MSyncListener> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;
  private @Nullable Thread watch;

  public Gateway(
      GatewaySettings settings,
      Services services,
      Sessions sessions,
      Apps apps,
      Bearers bearers,
      Users users,
      UserLists lists) {
    this.settings = settings;
    this.services = services;
    this.sessions = sessions;
    this.apps = apps;
    this.bearers = bearers;
    this.users = users;
    this.lists = lists;
    this.check = new LoginCheck(apps, bearers, users);
    this.uplink =
        new Uplink(
            services, new ReceiptBook(services, sessions), new RoomUplink(services, sessions));
  }

  /// Begins to look for silent clients.
  public void start() {
    watch = Thread.ofVirtual().name("weft-gateway-watch").start(this::watch);
  }

  @Override
  public WebSocketListener open(WebSocketConnection connection, String query) {
    Optional<String> token = QueryToken.of(query);
    if (token.isPresent()) {
      return new ListSocket(connection, token.get(), apps, bearers, users, lists);
    }
    MSyncListener client = new MSyncListener(this, connection, uplink);
    clients.add(client);
    if (closing) {
      connection.close(WebSocketConnection.GOING_AWAY, "the server stops");
    }
    return client;
  }

  /// Logs a device in; null if it was refused, which it has been told then.
  @Nullable DeviceSession login(WebSocketConnection connection, MSync frame, Provision provision) {
    String resource = LoginCheck.resource(frame, provision);
    Result result = check.check(frame, provision);
    switch (result) {
      case Result.Refused(Status status) -> {
        log.debug(
            "login refused user={} reason=\"{}\"",
            LogText.of(frame.getGuid().getName()),
            LogText.of(status.getReason()));
        connection.send(Frames.refused(status, resource));
        return null;
      }
      case Result.Accepted accepted -> {
        Status status = room(accepted);
        if (status != null) {
          connection.send(Frames.refused(status, resource));
          return null;
        }
        try {
          return WorkOwner.within(accepted.app().id(), () -> login(connection, accepted));
        } catch (RefusedException e) {
          // The account was changed since it was looked at.
          connection.send(Frames.refused(LoginCheck.mismatch().status(), resource));
          return null;
        }
      }
    }
  }

  /// Why there is no room for a further device; null if there is.
  private @Nullable Status room(Result.Accepted login) {
    int most = settings.connections();
    if (sessions.size() >= most || sessions.sizeOf(login.app().id()) >= most - most / PART_LEFT) {
      return Frames.status(ErrorCode.PERMISSION_DENIED, "Sorry, the app online count limit");
    }
    long others =
        sessions.of(login.app().id(), login.user()).stream()
            .filter(
                other -> !other.device().details().resource().equals(login.details().resource()))
            .count();
    return others >= settings.devicesPerUser()
        ? Frames.status(ErrorCode.TOO_MANY_DEVICES, "Sorry, too many devices")
        : null;
  }

  private DeviceSession login(WebSocketConnection connection, Result.Accepted login) {
    connection.belongsTo(login.app().id());
    long expires = login.token().expires();
    Device device =
        services
            .devices()
            .login(
                login.app(),
                login.user(),
                login.details(),
                connection.peer().getAddress().getHostAddress(),
                login::allows);
    DeviceSession session = new DeviceSession(services, login.app(), device, connection, expires);
    @Nullable DeviceSession before = sessions.add(session);
    if (before != null) {
      before.kick(KickReason.LOGIN_ANOTHER_DEVICE, login.details().ext());
    }
    // Where it goes on depends on what this and other devices of the user have acknowledged.
    services.cursors().flush();
    follow(session);
    connection.send(Frames.accepted(login.details().resource(), expires));
    log.debug("device logged in user={} device={}", login.user(), device.id());
    return session;
  }

  /// Hears from now on, then looks where it goes on: what happens in between it is told of.
  private void follow(DeviceSession session) {
    List<Followed> followed = services.devices().followed(session.device());
    for (Followed one : followed) {
      if (one.conversation() instanceof Conversation.OfGroup
          || one.conversation() instanceof Conversation.OfThread) {
        session.subscribe(one.conversation().id());
        sessions.subscribe(session, one.conversation().id());
      }
    }
    for (GroupId room : services.visits().of(session.app(), session.user())) {
      ConversationId conversation = room.conversation();
      session.subscribe(conversation);
      sessions.subscribe(session, conversation);
    }
    session.begin(services.devices().followed(session.device()));
  }

  /// The client says that it is there. A session that was ended elsewhere, and of whose end nobody
  /// told this node, ends now.
  void heartbeat(DeviceSession session) {
    if (services.devices().isLive(session.device())) {
      session.unread();
    } else {
      session.close(WebSocketConnection.POLICY, "the session was ended");
    }
  }

  /// The client says that it goes.
  void logout(DeviceSession session) {
    log.debug("device logs out user={} device={}", session.user(), session.device().id());
  }

  /// The connection of a device has ended.
  void left(DeviceSession session) {
    session.ended();
    boolean _ = sessions.remove(session);
    services.devices().left(session.app(), session.device());
    log.debug("device gone user={} device={}", session.user(), session.device().id());
  }

  void closed(MSyncListener client) {
    clients.remove(client);
  }

  private void watch() {
    try {
      while (!closing) {
        Thread.sleep(LOOK);
        lookForSilent();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookForSilent() {
    long now = System.nanoTime();
    long ms = services.clock().millis();
    for (MSyncListener client : clients) {
      DeviceSession session = client.session();
      long silent = now - client.lastFrameNanos();
      if (session == null && silent > settings.login().toNanos()) {
        client.connection().close(WebSocketConnection.POLICY, "nobody has logged in");
      } else if (silent > settings.idle().toNanos()) {
        client.connection().close(WebSocketConnection.POLICY, "nothing was heard for long");
      } else if (session != null && session.expires() > 0 && session.expires() < ms) {
        client.connection().close(WebSocketConnection.POLICY, "the token has ended");
      }
    }
  }

  /// Sends all clients away; they come again, here or elsewhere. What they have acknowledged is
  /// kept.
  @Override
  public void close() {
    closing = true;
    Thread watching = watch;
    if (watching != null) {
      watching.interrupt();
    }
    for (MSyncListener client : clients) {
      client.connection().close(WebSocketConnection.GOING_AWAY, "the server stops");
    }
  }
}
