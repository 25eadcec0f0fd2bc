package dev.weft.client;

import dev.weft.receiver.Json;
import dev.weft.receiver.pull.AppCalls;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Messages to groups and threads.
public final class Messages {

  private final AppCalls calls;

  Messages(AppCalls calls) {
    this.calls = calls;
  }

  /// Sends a text and answers the message's id. When this returns, the message and its callbacks
  /// are durable.
  ///
  /// @param to the id of a group or a thread
  public String sendText(String from, String to, String text)
      throws IOException, InterruptedException {
    Json body =
        Values.object("from", from, "to", List.of(to), "type", "txt", "body", Map.of("msg", text));
    return calls.post("/messages/chatgroups", body).get("data").get(to).text("");
  }

  /// Recalls a message, however old it is.
  ///
  /// @param to the id of its group or thread
  public void recall(String messageId, String from, String to)
      throws IOException, InterruptedException {
    calls.post(
        "/messages/msg_recall",
        Values.object(
            "msg_id", messageId, "to", to, "chat_type", "groupchat", "from", from, "force", true));
  }

  /// Gives a message another text, in the name of `user`.
  public void modifyText(String messageId, String user, String text)
      throws IOException, InterruptedException {
    calls.put(
        "/messages/rewrite/" + AppCalls.encode(messageId),
        Values.object("user", user, "new_msg", Map.of("type", "txt", "msg", text)));
  }
}
