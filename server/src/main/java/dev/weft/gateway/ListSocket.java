package dev.weft.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.weft.app.App;
import dev.weft.app.AppKey;
import dev.weft.app.Apps;
import dev.weft.app.Bearer;
import dev.weft.app.Bearers;
import dev.weft.app.UserId;
import dev.weft.chat.user.Users;
import dev.weft.msync.ListType;
import dev.weft.msync.list.Envelope;
import dev.weft.msync.list.GroupListRequest;
import dev.weft.msync.list.Header;
import dev.weft.msync.list.ListError;
import dev.weft.msync.list.Pong;
import dev.weft.msync.list.RosterError;
import dev.weft.msync.list.RosterRequest;
import dev.weft.msync.list.SessionListRequest;
import dev.weft.tx.WorkOwner;
import dev.weft.web.http.websocket.WebSocketConnection;
import dev.weft.web.http.websocket.WebSocketListener;
import dev.weft.web.http.websocket.WebSocketWork;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The second WebSocket of SDK 5: it asks for contacts, groups and conversations after each login,
/// a frame for each question (UIKIT, section 5).
final class ListSocket implements WebSocketListener {

  private static final int BAD_TOKEN = 1002;
  private static final int BUSY = 1003;
  private static final int BAD_REQUEST = 1501;
  private static final int UNSUPPORTED = 1503;
  private static final String OTHER_TOKEN = "the token is not one of this user";

  private static final Logger log = LoggerFactory.getLogger(ListSocket.class);

  private final WebSocketConnection connection;
  private final String token;
  private final Apps apps;
  private final Bearers bearers;
  private final Users users;
  private final UserLists lists;

  /// @param token of the user, as it stood in the URL
  ListSocket(
      WebSocketConnection connection,
      String token,
      Apps apps,
      Bearers bearers,
      Users users,
      UserLists lists) {
    this.connection = connection;
    this.token = token;
    this.apps = apps;
    this.bearers = bearers;
    this.users = users;
    this.lists = lists;
  }

  @Override
  public WebSocketWork read(byte[] message) {
    return WebSocketWork.atOnce(() -> hear(message));
  }

  private void hear(byte[] message) {
    try {
      Envelope envelope = Envelope.parseFrom(message);
      answer(envelope, message);
    } catch (InvalidProtocolBufferException e) {
      log.debug("frame not understood peer={} reason=\"{}\"", connection.peer(), e.getMessage());
      connection.close(WebSocketConnection.UNSUPPORTED, "this is no frame of the protocol");
    }
  }

  private void answer(Envelope envelope, byte[] message) throws InvalidProtocolBufferException {
    Header header = envelope.getHeader();
    switch (envelope.getType()) {
      case ListType.PING -> send(Pong.newBuilder().setType(ListType.PONG).setStatus(0).build());
      case ListType.SESSION_LIST_REQUEST -> {
        var request = SessionListRequest.parseFrom(message);
        Optional<App> app = app(request.getOrg(), request.getApp(), request.getUsername());
        send(
            app.isEmpty()
                ? error(header, BAD_TOKEN, OTHER_TOKEN)
                : tried(
                    app.get(),
                    header,
                    () -> lists.sessions(app.get(), user(request.getUsername()), header)));
      }
      case ListType.GROUP_LIST_REQUEST -> {
        var request = GroupListRequest.parseFrom(message);
        Optional<App> app = app(request.getOrg(), request.getApp(), request.getUsername());
        send(
            app.isEmpty()
                ? error(header, BAD_TOKEN, OTHER_TOKEN)
                : tried(
                    app.get(),
                    header,
                    () ->
                        lists.groups(
                            app.get(), user(request.getUsername()), header, request.getCursor())));
      }
      case ListType.ROSTER_REQUEST -> {
        var request = RosterRequest.parseFrom(message);
        Optional<App> app = app(request.getOrg(), request.getApp(), request.getUsername());
        send(
            app.isEmpty()
                ? RosterError.newBuilder()
                    .setType(ListType.ERROR)
                    .setCode(Integer.toString(BAD_TOKEN))
                    .setMessage(OTHER_TOKEN)
                    .setHeader(header)
                    .build()
                : tried(
                    app.get(),
                    header,
                    () -> lists.roster(app.get(), user(request.getUsername()), header)));
      }
      case 0 -> send(error(header, BAD_REQUEST, "a question has a type"));
      default -> send(error(header, UNSUPPORTED, "this is not known here"));
    }
  }

  private interface Question {
    MessageLite ask();
  }

  private static MessageLite tried(App app, Header header, Question question) {
    try {
      return WorkOwner.within(app.id(), question::ask);
    } catch (RuntimeException e) {
      log.error("list not read reason=\"{}\"", e.getMessage(), e);
      return error(header, BUSY, "try again");
    }
  }

  /// The app that is asked about, if the token is one of the user that is asked about.
  private Optional<App> app(String org, String name, String username) {
    return apps.find(new AppKey(org, name)).filter(app -> isTokenOf(app, user(username)));
  }

  private boolean isTokenOf(App app, UserId user) {
    return bearers.read(app, token) instanceof Bearer.OfUser of
        && of.app().equals(app.id())
        && users.bearerOf(app, of).filter(bearer -> bearer.id().equals(user)).isPresent();
  }

  private static UserId user(String name) {
    return UserId.of(name);
  }

  private static ListError error(Header header, int code, String message) {
    return ListError.newBuilder()
        .setType(ListType.ERROR)
        .setHeader(header)
        .setCode(code)
        .setMessage(message)
        .build();
  }

  private void send(MessageLite message) {
    connection.send(message.toByteArray());
  }

  @Override
  public void closed() {}
}
