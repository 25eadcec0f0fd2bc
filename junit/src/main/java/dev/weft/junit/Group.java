package dev.weft.junit;

import java.util.List;

/// A group with its owner and members.
public final class Group {

  private final TestClient client;
  private final String id;

  private Group(TestClient client, String id) {
    this.client = client;
    this.id = id;
  }

  static Group create(TestClient client, String owner, List<String> members) {
    String id = client.ask(weft -> weft.groups().create(owner, members));
    return new Group(client, id);
  }

  public String id() {
    return id;
  }

  /// Sends a text to the group itself.
  public Message send(String from, String text) {
    return Message.send(client, id, from, text);
  }

  /// Makes a thread on a fresh message of `owner`.
  public ChatThread thread(String owner, String name) {
    return thread(owner, name, send(owner, name));
  }

  /// Makes a thread on a message of this group.
  public ChatThread thread(String owner, String name, Message on) {
    String thread = client.ask(weft -> weft.threads().create(id, on.id(), owner, name));
    return new ChatThread(client, thread, this);
  }
}
