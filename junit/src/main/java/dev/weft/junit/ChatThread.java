package dev.weft.junit;

/// A thread of a group.
public final class ChatThread {

  private final TestClient client;
  private final String id;
  private final Group group;

  ChatThread(TestClient client, String id, Group group) {
    this.client = client;
    this.id = id;
    this.group = group;
  }

  public String id() {
    return id;
  }

  /// The group it belongs to.
  public Group group() {
    return group;
  }

  /// Sends a text. When this returns, the message and its callback are durable.
  public Message send(String from, String text) {
    return Message.send(client, id, from, text);
  }
}
