package dev.weft.client;

import dev.weft.receiver.Json;
import dev.weft.receiver.pull.AppCalls;
import java.io.IOException;
import java.util.List;

/// The users of the app.
public final class Users {

  private final AppCalls calls;

  Users(AppCalls calls) {
    this.calls = calls;
  }

  /// Registers a user.
  public void register(String username, String password) throws IOException, InterruptedException {
    calls.post(
        "/users", Values.of(List.of(Values.object("username", username, "password", password))));
  }

  /// What the server knows of a user.
  public Json get(String username) throws IOException, InterruptedException {
    return calls.get(path(username)).get("entities").elements().get(0);
  }

  /// Deletes a user.
  public void delete(String username) throws IOException, InterruptedException {
    calls.delete(path(username));
  }

  private static String path(String username) {
    return "/users/" + AppCalls.encode(username);
  }
}
