package dev.weft.e2e;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Sends, recalls and modifies in one thread, one after the other, until the server is gone, and
/// keeps what was answered.
final class ThreadLoad {

  /// What was done to which message.
  ///
  /// @param text what the message said then, different each time; empty for a recall
  record Operation(String name, String message, String text) {}

  private static final int MAX_EDITS = 10;

  private final String thread;
  private final Random random;

  /// Messages that may be recalled or modified, and how often each was modified.
  private final List<String> messages = new ArrayList<>();

  private final List<Operation> answered = new ArrayList<>();
  private int lost;
  private int edits;
  private int texts;

  ThreadLoad(String thread, long seed) {
    this.thread = thread;
    this.random = new Random(seed);
  }

  String thread() {
    return thread;
  }

  /// What was answered, in order.
  List<Operation> answered() {
    return answered;
  }

  /// How many operations were begun and never answered.
  int lost() {
    return lost;
  }

  /// Returns when the server does not answer any more.
  void runUntilDead(ApiClient api) {
    try {
      while (true) {
        step(api);
      }
    } catch (UncheckedIOException e) {
      lost++;
    }
  }

  /// One more message, of which the answer comes.
  String close(ApiClient api) {
    return send(api);
  }

  private void step(ApiClient api) {
    int die = random.nextInt(10);
    if (die < 7 || messages.isEmpty()) {
      send(api);
    } else if (die < 9 && edits < MAX_EDITS) {
      modify(api, messages.getLast());
    } else {
      recall(api, messages.get(random.nextInt(messages.size())));
    }
  }

  private String send(ApiClient api) {
    String text = "text " + texts++;
    String message = api.text("user1", thread, text);
    messages.add(message);
    edits = 0;
    answered.add(new Operation("send", message, text));
    return message;
  }

  private void modify(ApiClient api, String message) {
    edits++;
    String text = "text " + texts++;
    api.put(
            "/messages/rewrite/" + message,
            """
            {"user":"user1","new_msg":{"type":"txt","msg":"%s"}}
            """
                .formatted(text))
        .ok();
    answered.add(new Operation("modify", message, text));
  }

  /// Whether it was recalled is known only with the answer; it is left alone from now on.
  private void recall(ApiClient api, String message) {
    messages.remove(message);
    api.recall(message, thread, "user1");
    answered.add(new Operation("recall", message, ""));
  }
}
