package dev.weft.web;

import dev.weft.Server;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.config.SettingsLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server on a free port, and a client that speaks HTTP to it as an app server does.
public final class LiveServer implements AutoCloseable {

  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final AppKey APP = new AppKey("easemob-demo", "easeim");

  private final Server server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String token;

  /// What came back.
  public record Reply(int status, JsonNode body, Optional<String> contentType) {

    public JsonNode at(String pointer) {
      return body.at(pointer);
    }

    public String error() {
      return body.path("error").asString() + ": " + body.path("error_description").asString();
    }
  }

  public LiveServer(Path folder) {
    Map<String, String> flags =
        Map.of("server.port", "0", "server.data", folder.toString(), "app.bcryptCost", "4");
    server = new Server(SettingsLoader.load(Optional.empty(), Map.of(), flags), Clock.systemUTC());
    server.ensureApp(APP, new Credentials("client", "secret"));
    server.start();
    token =
        call(
                "POST",
                "/token",
                "",
                "{\"grant_type\":\"client_credentials\",\"client_id\":\"client\","
                    + "\"client_secret\":\"secret\"}")
            .at("/access_token")
            .asString();
  }

  /// The app token.
  public String token() {
    return token;
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  public Reply get(String path) {
    return call("GET", path, token, "");
  }

  public Reply post(String path, String body) {
    return call("POST", path, token, body);
  }

  public Reply put(String path, String body) {
    return call("PUT", path, token, body);
  }

  public Reply delete(String path) {
    return call("DELETE", path, token, "");
  }

  /// One call to the app; an empty token is left out.
  public Reply call(String method, String path, String bearer, String body) {
    BodyPublisher content =
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(baseUrl() + "/" + APP.org() + "/" + APP.app() + path))
            .method(method, content);
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Reply(
          response.statusCode(),
          JSON.readTree(response.body()),
          response.headers().firstValue("Content-Type"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
    server.close();
  }
}
