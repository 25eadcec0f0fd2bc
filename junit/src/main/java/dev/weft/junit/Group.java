package dev.weft.junit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A group with its owner and members.
public final class Group {

  private final RestCalls calls;
  private final String id;

  private Group(RestCalls calls, String id) {
    this.calls = calls;
    this.id = id;
  }

  static Group create(RestCalls calls, String owner, List<String> members) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("groupname", "group of " + owner);
    body.put("public", true);
    body.put("owner", owner);
    body.put("members", members);
    String id = calls.post("/chatgroups", body).get("data").get("groupid").stringValue();
    return new Group(calls, id);
  }

  public String id() {
    return id;
  }

  /// Sends a text to the group itself.
  public Message send(String from, String text) {
    return Message.send(calls, id, from, text);
  }

  /// Makes a thread on a fresh message of `owner`.
  public ChatThread thread(String owner, String name) {
    return thread(owner, name, send(owner, name));
  }

  /// Makes a thread on a message of this group.
  public ChatThread thread(String owner, String name, Message on) {
    String thread =
        calls
            .post(
                "/thread", Map.of("group_id", id, "name", name, "msg_id", on.id(), "owner", owner))
            .get("data")
            .get("thread_id")
            .stringValue();
    return new ChatThread(calls, thread, this);
  }
}
