package dev.weft.web.vendor;

import static dev.weft.web.vendor.MessageBodies.empty;
import static dev.weft.web.vendor.MessageBodies.sendError;

import dev.weft.app.UserId;
import dev.weft.chat.SendOptions;
import dev.weft.chat.SendOptions.Level;
import dev.weft.web.api.JsonBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what a send request asks for beside the content (REST contract, section 5.1).
final class SendOptionsBody {

  private static final String ONLINE = "ROUTE_ONLINE";
  private static final int MAX_LEFT_OUT = 20;
  private static final int MAX_READERS = 20;

  private SendOptionsBody() {}

  /// Of a message to users. It is not synced to the devices of its sender unless `sync_device` says
  /// so (vendor: false by default).
  static SendOptions ofUsers(JsonBody body, UserId from) {
    boolean synced = body.flag("sync_device").orElse(false);
    return new SendOptions(
        onlineOnly(body),
        false,
        List.of(),
        synced ? List.of() : List.of(from),
        List.of(),
        null,
        env(body));
  }

  /// Of a message to groups, which their senders always get.
  static SendOptions ofGroups(JsonBody body) {
    return ofGroups(body, List.of(), null);
  }

  /// Of a message to chat rooms.
  static SendOptions ofRooms(JsonBody body) {
    return ofGroups(body, List.of(), level(body));
  }

  /// Of a message to some members of one group.
  static SendOptions ofSome(JsonBody body) {
    return ofSome(body, null);
  }

  /// Of a message to some members of one chat room.
  static SendOptions ofSomeInRoom(JsonBody body) {
    return ofSome(body, level(body));
  }

  private static SendOptions ofSome(JsonBody body, @Nullable Level level) {
    List<UserId> users = body.users("users").orElse(List.of());
    if (users.isEmpty()) {
      throw empty("users");
    }
    if (users.size() > MAX_READERS) {
      throw sendError("params users's size can't exceed limit " + MAX_READERS);
    }
    return ofGroups(body, users, level);
  }

  private static SendOptions ofGroups(JsonBody body, List<UserId> readers, @Nullable Level level) {
    List<UserId> leftOut = body.users("roam_ignore_users").orElse(List.of());
    if (leftOut.size() > MAX_LEFT_OUT) {
      throw sendError("params roam_ignore_users's size can't exceed limit " + MAX_LEFT_OUT);
    }
    return new SendOptions(
        onlineOnly(body),
        body.flag("need_group_ack").orElse(false),
        readers,
        List.of(),
        leftOut,
        level,
        env(body));
  }

  /// Anything else than the one value is the default route, as at the vendor.
  private static boolean onlineOnly(JsonBody body) {
    return body.text("routetype").filter(ONLINE::equals).isPresent();
  }

  /// Anything else than two of the vendor's words is the usual level.
  private static @Nullable Level level(JsonBody body) {
    return switch (body.text("chatroom_msg_level").orElse("")) {
      case "high" -> Level.HIGH;
      case "low" -> Level.LOW;
      default -> null;
    };
  }

  private static @Nullable String env(JsonBody body) {
    String env = body.id("env").filter(word -> !word.isEmpty()).orElse(null);
    if (env != null && !env.matches(SendOptions.ENV)) {
      throw sendError("param env is illegal");
    }
    return env;
  }
}
