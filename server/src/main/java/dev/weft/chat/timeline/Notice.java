package dev.weft.chat.timeline;

import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Group;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Something that happened to a group, a thread or a user, as an entry of a timeline keeps it.
///
/// @param id the group or thread; `0` if there is none
/// @param parent the group of a thread; `0` otherwise
/// @param parentMessage the message a thread hangs on; 0 otherwise
/// @param name of the group or thread at that moment; empty if there is none
/// @param users whom it happened to
/// @param text what else there is to say; empty if nothing
/// @param count members of the group, or messages of the thread, at that moment
public record Notice(
    NoticeKind kind,
    UserId operator,
    Instant at,
    String id,
    String parent,
    long parentMessage,
    String name,
    List<UserId> users,
    String text,
    int count) {

  private static final String NONE = "0";

  /// The text of a notice in an inbox that is about a chat room.
  public static final String ROOM = "room";

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /// Of a group.
  static Notice of(
      NoticeKind kind, Group group, UserId operator, Instant at, List<UserId> users, String text) {
    return new Notice(
        kind,
        operator,
        at,
        group.id().toString(),
        NONE,
        0,
        group.details().name(),
        users,
        text,
        group.memberCount());
  }

  /// Of a thread.
  public static Notice of(
      NoticeKind kind, ChatThread thread, UserId operator, Instant at, List<UserId> users) {
    return new Notice(
        kind,
        operator,
        at,
        thread.id().toString(),
        thread.group().toString(),
        thread.parentMessage().value(),
        thread.name(),
        users,
        "",
        thread.messageCount());
  }

  /// Between two users.
  public static Notice between(
      NoticeKind kind, UserId operator, UserId user, String text, Instant at) {
    return new Notice(kind, operator, at, NONE, NONE, 0, "", List.of(user), text, 0);
  }

  /// Something that clients alone know what to do with.
  ///
  /// @param type the vendor's word
  /// @param json its data, compact
  public static Notice client(String type, UserId operator, String json, Instant at) {
    return new Notice(NoticeKind.CLIENT, operator, at, NONE, NONE, 0, type, List.of(), json, 0);
  }

  /// The same as one of its users sees it: the only one. Clients look at the first.
  public Notice of(UserId user) {
    return new Notice(
        kind, operator, at, id, parent, parentMessage, name, List.of(user), text, count);
  }

  /// What an entry keeps.
  public byte[] encoded() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("kind", kind.name());
    json.put("by", operator.value());
    json.put("at", at.toEpochMilli());
    json.put("id", id);
    json.put("parent", parent);
    json.put("msg", parentMessage);
    json.put("name", name);
    ArrayNode list = json.putArray("users");
    users.forEach(user -> list.add(user.value()));
    json.put("text", text);
    json.put("count", count);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The notice that was [#encoded].
  ///
  /// @throws IllegalStateException if it was not
  public static Notice decode(byte[] encoded) {
    try {
      JsonNode json = MAPPER.readTree(encoded);
      return new Notice(
          NoticeKind.valueOf(json.path("kind").asString()),
          new UserId(json.path("by").asString()),
          Instant.ofEpochMilli(json.path("at").asLong()),
          json.path("id").asString(),
          json.path("parent").asString(),
          json.path("msg").asLong(),
          json.path("name").asString(),
          json.path("users").valueStream().map(user -> new UserId(user.asString())).toList(),
          json.path("text").asString(),
          json.path("count").asInt());
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IllegalStateException("a notice cannot be read", e);
    }
  }
}
