package dev.weft.junit;

import java.util.List;
import java.util.Map;

/// A text message that was sent, in a thread or a group.
public final class Message {

  private final RestCalls calls;
  private final String id;
  private final String to;
  private final String from;

  private Message(RestCalls calls, String id, String to, String from) {
    this.calls = calls;
    this.id = id;
    this.to = to;
    this.from = from;
  }

  static Message send(RestCalls calls, String to, String from, String text) {
    String id =
        calls
            .post(
                "/messages/chatgroups",
                Map.of("from", from, "to", List.of(to), "type", "txt", "body", Map.of("msg", text)))
            .get("data")
            .get(to)
            .stringValue();
    return new Message(calls, id, to, from);
  }

  public String id() {
    return id;
  }

  /// Recalls it, however old it is.
  public void recall() {
    calls.post(
        "/messages/msg_recall",
        Map.of("msg_id", id, "to", to, "chat_type", "groupchat", "from", from, "force", true));
  }

  /// Gives it another text, in the name of its sender.
  public Message modify(String text) {
    calls.put(
        "/messages/rewrite/" + id,
        Map.of("user", from, "new_msg", Map.of("type", "txt", "msg", text)));
    return this;
  }
}
