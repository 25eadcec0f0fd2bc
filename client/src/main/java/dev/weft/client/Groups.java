package dev.weft.client;

import dev.weft.receiver.Json;
import dev.weft.receiver.pull.AppCalls;
import java.io.IOException;
import java.util.Collection;

/// The groups of the app.
public final class Groups {

  private final AppCalls calls;

  Groups(AppCalls calls) {
    this.calls = calls;
  }

  /// Makes a public group and answers its id.
  public String create(String owner, Collection<String> members)
      throws IOException, InterruptedException {
    return create(
        Values.object(
            "groupname", "group of " + owner, "public", true, "owner", owner, "members", members));
  }

  /// Makes a group with the fields of the API and answers its id.
  public String create(Json fields) throws IOException, InterruptedException {
    return calls.post("/chatgroups", fields).get("data").get("groupid").text("");
  }

  /// What the server knows of a group.
  public Json get(String groupId) throws IOException, InterruptedException {
    return calls.get(path(groupId)).get("data").elements().get(0);
  }

  /// Adds a member.
  public void addMember(String groupId, String username) throws IOException, InterruptedException {
    calls.call("POST", path(groupId) + "/users/" + AppCalls.encode(username), null);
  }

  /// Removes a member.
  public void removeMember(String groupId, String username)
      throws IOException, InterruptedException {
    calls.delete(path(groupId) + "/users/" + AppCalls.encode(username));
  }

  /// Deletes a group with its threads.
  public void delete(String groupId) throws IOException, InterruptedException {
    calls.delete(path(groupId));
  }

  private static String path(String groupId) {
    return "/chatgroups/" + AppCalls.encode(groupId);
  }
}
