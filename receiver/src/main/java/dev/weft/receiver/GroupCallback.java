package dev.weft.receiver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A group or chat room changed (`group_op_event`).
///
/// @param operation CREATE, JOIN, LEAVE, DELETE, UPDATE; the vendors promise that more will come
/// @param detail how: for instance DIRECT, INVITE, QUIT, KICK, INFO
/// @param operator a user, or `@ppAdmin` for the app's own administrator
/// @param info what is new about the group, by the vendors' names
public record GroupCallback(
    Envelope envelope,
    GroupId groupId,
    boolean chatRoom,
    String operation,
    @Nullable String detail,
    @Nullable UserId operator,
    List<UserId> members,
    Map<String, String> roles,
    Map<String, String> info)
    implements Callback {

  static @Nullable GroupCallback read(Envelope envelope) {
    Json body = envelope.body();
    Field field = new Field(body);
    GroupId groupId = field.map("id", GroupId::new);
    String operation = field.text("operation");
    if (groupId == null || operation == null) {
      return null;
    }
    Json payload = body.get("payload");
    return new GroupCallback(
        envelope,
        groupId,
        "CHATROOM".equals(field.text("type")),
        operation,
        payload.get("type").text(),
        field.map("operator", text -> UserId.bare(text, envelope.appKey())),
        new Field(payload).users("member", envelope.appKey()),
        texts(payload.get("role")),
        texts(payload.get("info")));
  }

  /// The same setting comes as text in one operation and as a number in another.
  private static Map<String, String> texts(Json object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.fields().forEach((key, value) -> texts.put(key, value.text(value.toString())));
    return texts;
  }
}
