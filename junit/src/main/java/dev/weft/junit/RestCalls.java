package dev.weft.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the REST API of one app with its app token.
final class RestCalls {

  static final JsonMapper JSON = new JsonMapper();

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI base;
  private final @Nullable String token;

  private RestCalls(URI base, @Nullable String token) {
    this.base = base;
    this.token = token;
  }

  static RestCalls authenticated(URI base, String clientId, String clientSecret) {
    JsonNode granted =
        new RestCalls(base, null)
            .post(
                "/token",
                Map.of(
                    "grant_type", "client_credentials",
                    "client_id", clientId,
                    "client_secret", clientSecret));
    return new RestCalls(base, granted.get("access_token").stringValue());
  }

  String token() {
    return token == null ? "" : token;
  }

  JsonNode get(String path) {
    return call("GET", path, null);
  }

  JsonNode post(String path, Object body) {
    return call("POST", path, JSON.writeValueAsString(body));
  }

  JsonNode put(String path, Object body) {
    return call("PUT", path, JSON.writeValueAsString(body));
  }

  /// A call that must not fail: the test wanted something to happen, and it did not.
  private JsonNode call(String method, String path, @Nullable String body) {
    HttpResponse<String> response = send(method, path, body);
    if (response.statusCode() != 200) {
      throw new AssertionError(
          "%s %s was answered %d: %s"
              .formatted(method, path, response.statusCode(), response.body()));
    }
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> send(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
