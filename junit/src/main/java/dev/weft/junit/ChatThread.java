package dev.weft.junit;

/// A thread of a group.
public final class ChatThread {

  private final RestCalls calls;
  private final String id;
  private final Group group;

  ChatThread(RestCalls calls, String id, Group group) {
    this.calls = calls;
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
    return Message.send(calls, id, from, text);
  }
}
