package dev.weft.web.operator;

import dev.weft.app.Actor;
import dev.weft.app.AppKey;
import dev.weft.app.OperatorRole;
import dev.weft.app.operator.OperatorSession;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a session may call of an app's own API, and what it is shown of the answer: who may not
/// change rules sees no secrets of them, who may not see texts sees no body of a callback.
final class AppPolicy implements OperatorDoor.Policy {

  private static final List<String> SECRETS =
      List.of("secret", "signing_secret", "previous_signing_secret");

  private static final String SHARED = "/chatgroups/{}/share_files";

  /// Routes whose answers are made of what people wrote.
  private static final List<String> TEXT =
      List.of(
          "/callbacks/events",
          "/callbacks/stream",
          "/callbacks/consumers/{}/events",
          "/chatmessages",
          "/conversations/{}/messages",
          "/users/{}/user_channels",
          "/sdk/user/{}/user_channel",
          "/files",
          "/chatfiles",
          SHARED + "/{}",
          "/messages");

  /// Routes of another method that read all the same.
  private static final List<String> READING =
      List.of("/users/{}/messages/search/get", "/thread/message");

  /// Calls that change something although the vendor has them as GET.
  private static final List<String> CHANGING =
      List.of("/users/{}/disconnect", "/users/{}/disconnect/{}");

  /// What may be changed without the right to see texts: how callbacks go on to whoever gets them
  /// already, and what is said. Nothing here decides who gets to see what people write, as rules,
  /// passwords and members do. New routes are not among them until somebody has thought about it.
  private static final List<String> LETS_NOBODY_SEE =
      List.of(
          "/callbacks/rules/{}", // what it may change there, RuleRoutes decides
          "/callbacks/rules/{}/test",
          "/callbacks/rules/{}/resume",
          "/callbacks/rules/{}/retry",
          "/callbacks/storage/retry",
          "/callback/storage/retry",
          "/callbacks/replay", // not to a URL of its own: ReplayRoutes
          "/callbacks/deliveries/{}/resend",
          "/callbacks/consumers/{}/commit",
          "/messages",
          "/chatroom/{}/messages",
          "/messages/users",
          "/messages/chatgroups",
          "/messages/chatgroups/users",
          "/messages/chatrooms",
          "/messages/chatrooms/users",
          "/messages/broadcast",
          "/messages/users/broadcast",
          "/messages/chatrooms/broadcast",
          "/messages/msg_recall",
          "/messages/batch_recall",
          "/messages/recall",
          "/messages/rewrite/{}",
          "/reaction/user/{}",
          "/mutes",
          "/users/{}/deactivate",
          "/chatgroups/{}/mute",
          "/chatgroups/{}/ban",
          "/chatgroups/{}/disable",
          "/chatrooms/{}/mute",
          "/chatrooms/{}/ban");

  private final OperatorSession session;

  AppPolicy(OperatorSession session) {
    this.session = session;
  }

  @Override
  public Actor actor() {
    return session.actor();
  }

  @Override
  public void require(AppKey app, String method, String pattern) {
    if (!session.sees(app)) {
      throw OperatorCall.forbidden("this link shows the app " + session.only() + " alone");
    }
    if (session.only() != null && pattern.equals("/callbacks/nodes")) {
      throw OperatorCall.forbidden("this link shows an app, and this is about all of them");
    }
    if (pattern.equals("/token")) {
      throw OperatorCall.forbidden("tokens of an app are for its server, not for operators");
    }
    boolean changes = !method.equals("GET") || CHANGING.contains(pattern);
    OperatorRole needed = changes ? OperatorRole.OPERATOR : OperatorRole.VIEWER;
    if (!session.role().covers(needed)) {
      throw OperatorCall.forbidden(
          "this needs the role " + needed.word() + ", you have " + session.role().word());
    }
    boolean shows =
        method.equals("GET")
            ? TEXT.stream().anyMatch(pattern::startsWith)
            : READING.contains(pattern);
    if (shows && !session.seesText()) {
      throw OperatorCall.forbidden("this shows what people wrote, which you may not see");
    }
    boolean letsOthersSee =
        !method.equals("GET") && !method.equals("DELETE") && !LETS_NOBODY_SEE.contains(pattern);
    if (letsOthersSee && !session.seesText()) {
      throw Errors.textsNeeded();
    }
  }

  /// Whether the audit log tells of a call: it changes something, or shows what people wrote.
  static boolean isAudited(String method, String path) {
    return !method.equals("GET")
        || path.matches("/users/[^/]+/disconnect(/.*)?")
        || path.startsWith("/callbacks/deliveries/")
        || path.contains("/share_files/")
        || TEXT.stream().anyMatch(path::startsWith);
  }

  /// The answer without what the session may not see.
  Answer shown(Answer answer) {
    boolean hidesSecrets = !session.role().covers(OperatorRole.OPERATOR);
    if ((!hidesSecrets && session.seesText())
        || !(answer instanceof Answer.Document document)
        || answer.status() != 200) {
      return answer;
    }
    JsonNode json = Json.MAPPER.readTree(document.utf8());
    for (JsonNode one :
        json.path("data") instanceof ArrayNode many ? many : List.of(json.path("data"))) {
      if (one instanceof ObjectNode object) {
        withhold(object, hidesSecrets);
      }
    }
    return new Answer.Document(200, json);
  }

  private void withhold(ObjectNode object, boolean hidesSecrets) {
    if (hidesSecrets && object.has("signing_secret")) {
      SECRETS.forEach(object::remove);
    }
    if (!session.seesText()) {
      for (String field : List.of("body", "last_message", "lastMessage")) {
        if (object.has(field)) {
          object.set(field, Json.MAPPER.valueToTree(Map.of("withheld", "you may not see texts")));
        }
      }
      for (JsonNode attempt : object.path("attempts")) {
        if (attempt instanceof ObjectNode one && one.has("answer")) {
          one.put("answer", "");
          one.putArray("answer_headers");
        }
      }
    }
  }
}
