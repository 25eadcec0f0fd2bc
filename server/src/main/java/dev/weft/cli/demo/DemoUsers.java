package dev.weft.cli.demo;

import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.ServerApi;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The users of the demo's chat windows: contacts of each other, with names, ready to log in.
final class DemoUsers {

  static final Map<String, String> NAMES = names();

  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI server;
  private final URI clients;
  private final ServerApi api;

  /// @param server the REST API
  /// @param clients the WebSocket
  /// @param api with the right of the app, whose users exist
  DemoUsers(URI server, URI clients, ServerApi api) {
    this.server = server;
    this.clients = clients;
    this.api = api;
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("ann", "Ann");
    names.put("bob", "Bob");
    return names;
  }

  /// What the pages need to log them in, as JSON.
  byte[] session() {
    ObjectNode session = JSON.createObjectNode();
    session.put("app_key", DemoCommand.APP.toString());
    session.put("rest_url", server.toString());
    session.put("msync_url", clients.toString());
    ArrayNode users = session.putArray("users");
    NAMES.forEach(
        (id, name) -> {
          String token = tokenOf(id);
          giveName(id, name, token);
          users.addObject().put("id", id).put("name", name).put("token", token);
        });
    api.post("/users/ann/contacts/users/bob", Map.of());
    return JSON.writeValueAsBytes(session);
  }

  /// The app asks for it: a folder that was used before knows the users by other passwords.
  private String tokenOf(String user) {
    return api.post("/token", Map.of("grant_type", "inherit", "username", user))
        .path("access_token")
        .asString("");
  }

  /// The one call of the API whose body is a form.
  private void giveName(String user, String name, String token) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/%s/%s/metadata/user/%s"
                        .formatted(server, DemoCommand.APP.org(), DemoCommand.APP.app(), user)))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .PUT(
                BodyPublishers.ofString(
                    "nickname=" + URLEncoder.encode(name, StandardCharsets.UTF_8)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new CommandFailedException("the server does not take the name of " + user);
      }
    } catch (IOException e) {
      throw new CommandFailedException("the server did not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while the demo was made ready", e);
    }
  }
}
