package dev.weft.junit;

/// A text message that was sent, in a thread or a group.
public final class Message {

  private final TestClient client;
  private final String id;
  private final String to;
  private final String from;

  private Message(TestClient client, String id, String to, String from) {
    this.client = client;
    this.id = id;
    this.to = to;
    this.from = from;
  }

  static Message send(TestClient client, String to, String from, String text) {
    String id = client.ask(weft -> weft.messages().sendText(from, to, text));
    return new Message(client, id, to, from);
  }

  public String id() {
    return id;
  }

  /// Recalls it, however old it is.
  public void recall() {
    client.tell(weft -> weft.messages().recall(id, from, to));
  }

  /// Gives it another text, in the name of its sender.
  public Message modify(String text) {
    client.tell(weft -> weft.messages().modifyText(id, from, text));
    return this;
  }
}
