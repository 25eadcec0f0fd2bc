package dev.weft.cli;

import dev.weft.cli.base.ServerApi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes what a [SeedFile] asks for and is missing, by the API. What is there stays; rules are
/// changed to what the file says. Running it again changes nothing.
final class Seeder {

  /// What the server makes up, and a second run would change.
  private static final Set<String> SECRETS = Set.of("secret", "signing_secret");

  private final ServerApi api;
  private int made;
  private int found;

  Seeder(ServerApi api) {
    this.api = api;
  }

  /// How much was made and how much was there.
  record Result(int made, int found) {}

  Result seed(SeedFile.App app) {
    app.users().forEach(this::user);
    app.groups().forEach(this::group);
    app.rules().forEach(this::rule);
    return new Result(made, found);
  }

  private boolean isThere(String path) {
    try {
      JsonNode _ = api.get(path);
      found++;
      return true;
    } catch (ServerApi.RefusedException e) {
      if (!e.isUnknown()) {
        throw e;
      }
      made++;
      return false;
    }
  }

  private void user(SeedFile.User user) {
    if (isThere("/users/" + ServerApi.encoded(user.name()))) {
      return;
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("username", user.name());
    body.put("password", user.password() == null ? user.name() : user.password());
    if (user.nickname() != null) {
      body.put("nickname", user.nickname());
    }
    JsonNode _ = api.post("/users", body);
  }

  private void group(SeedFile.Group group) {
    String path = "/chatgroups/" + group.id();
    if (!isThere(path)) {
      JsonNode _ =
          api.post(
              "/chatgroups",
              Map.of(
                  "groupid", group.id(),
                  "groupname", group.name(),
                  "public", true,
                  "owner", group.owner(),
                  "members", group.members()));
    } else {
      List<String> missing = new ArrayList<>(group.members());
      missing.removeAll(members(path));
      if (!missing.isEmpty()) {
        JsonNode _ = api.post(path + "/users", Map.of("usernames", missing));
        made += missing.size();
      }
    }
    threads(group);
  }

  private Set<String> members(String path) {
    Set<String> names = new HashSet<>();
    for (JsonNode member : api.get(path + "/users?pagenum=1&pagesize=1000").path("data")) {
      names.add(member.path("member").asString(member.path("owner").asString("")));
    }
    return names;
  }

  /// A thread hangs on a message, so each gets one.
  private void threads(SeedFile.Group group) {
    if (group.threads().isEmpty()) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (JsonNode thread :
        api.get("/threads/chatgroups/" + group.id() + "?limit=50").path("entities")) {
      names.add(thread.path("name").asString(""));
    }
    for (SeedFile.GroupThread thread : group.threads()) {
      if (names.contains(thread.name())) {
        found++;
        continue;
      }
      made++;
      JsonNode sent =
          api.post(
              "/messages/chatgroups",
              Map.of(
                  "from", thread.owner(),
                  "to", List.of(group.id()),
                  "type", "txt",
                  "body", Map.of("msg", thread.name())));
      JsonNode _ =
          api.post(
              "/thread",
              Map.of(
                  "group_id", group.id(),
                  "name", thread.name(),
                  "msg_id", sent.path("data").path(group.id()).asString(""),
                  "owner", thread.owner()));
    }
  }

  private void rule(JsonNode rule) {
    String path = "/callbacks/rules/" + ServerApi.encoded(rule.path("name").asString(""));
    if (isThere(path)) {
      ObjectNode change = ((ObjectNode) rule).deepCopy();
      change.remove("name");
      change.remove(SECRETS);
      JsonNode _ = api.put(path, change);
    } else {
      JsonNode _ = api.post("/callbacks/rules", rule);
    }
  }
}
