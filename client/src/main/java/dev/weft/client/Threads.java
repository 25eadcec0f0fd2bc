package dev.weft.client;

import dev.weft.receiver.pull.AppCalls;
import java.io.IOException;

/// The threads of the app's groups.
public final class Threads {

  private final AppCalls calls;

  Threads(AppCalls calls) {
    this.calls = calls;
  }

  /// Makes a thread on a message of a group and answers its id.
  public String create(String groupId, String messageId, String owner, String name)
      throws IOException, InterruptedException {
    return calls
        .post(
            "/thread",
            Values.object("group_id", groupId, "name", name, "msg_id", messageId, "owner", owner))
        .get("data")
        .get("thread_id")
        .text("");
  }

  /// Gives a thread another name.
  public void rename(String threadId, String name) throws IOException, InterruptedException {
    calls.put(path(threadId), Values.object("name", name));
  }

  /// Deletes a thread with its messages.
  public void delete(String threadId) throws IOException, InterruptedException {
    calls.delete(path(threadId));
  }

  private static String path(String threadId) {
    return "/thread/" + AppCalls.encode(threadId);
  }
}
