package dev.weft.cli;

import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The HTTP API of a running server, for one app.
final class ServerApi implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// Longer than an attempt may take: the test of a rule waits for one.
  private static final Duration ANSWER = Duration.ofSeconds(90);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  private final URI server;
  private final AppKey app;
  private final String token;

  private ServerApi(URI server, AppKey app, String token) {
    this.server = server;
    this.app = app;
    this.token = token;
  }

  static ServerApi withToken(URI server, AppKey app, String token) {
    return new ServerApi(server, app, token);
  }

  /// Asks the server for a token first.
  static ServerApi withCredentials(URI server, AppKey app, Credentials credentials) {
    Map<String, String> grant =
        Map.of(
            "grant_type", "client_credentials",
            "client_id", credentials.clientId(),
            "client_secret", credentials.clientSecret());
    try (ServerApi nobody = new ServerApi(server, app, "")) {
      String token = nobody.post("/token", grant).path("access_token").asString("");
      return new ServerApi(server, app, token);
    }
  }

  /// The server said no. The message is its own sentence.
  static final class RefusedException extends CommandFailedException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String sentence) {
      super(sentence);
      this.status = status;
    }

    /// Whether what was asked for does not exist.
    boolean isUnknown() {
      return status == 404;
    }

    /// Whether the same question gets the same answer later.
    boolean isFinal() {
      return status >= 400 && status < 500 && status != 429;
    }
  }

  /// Answers the whole envelope, like the methods below.
  ///
  /// @param path below `/{org}/{app}`
  /// @throws CommandFailedException if nobody answers, or the answer is no
  JsonNode get(String path) {
    return call("GET", path, BodyPublishers.noBody());
  }

  JsonNode post(String path, Object body) {
    return call("POST", path, json(body));
  }

  JsonNode put(String path, Object body) {
    return call("PUT", path, json(body));
  }

  JsonNode delete(String path) {
    return call("DELETE", path, BodyPublishers.noBody());
  }

  /// The body of an answer, as it comes. Closing this connection breaks it off.
  InputStream stream(String path) {
    HttpResponse<InputStream> response =
        send(request("GET", path, BodyPublishers.noBody()), BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      throw refusal(response.statusCode(), read(body.readAllBytes()));
    } catch (IOException e) {
      throw new CommandFailedException("the server at " + server + " broke off its answer", e);
    }
  }

  /// A text as one segment of a path, or as the value of a query parameter.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static HttpRequest.BodyPublisher json(Object body) {
    return BodyPublishers.ofString(JSON.writeValueAsString(body));
  }

  private JsonNode call(String method, String path, HttpRequest.BodyPublisher body) {
    HttpResponse<byte[]> response = send(request(method, path, body), BodyHandlers.ofByteArray());
    JsonNode answer = read(response.body());
    if (response.statusCode() != 200) {
      throw refusal(response.statusCode(), answer);
    }
    return answer;
  }

  private HttpRequest request(String method, String path, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + "/" + app.org() + "/" + app.app() + path))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .method(method, body);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.build();
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (HttpTimeoutException e) {
      throw new CommandFailedException("the server at " + server + " does not answer in time", e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "no server answers at " + server + ": start it with 'weft serve', or give --url another",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while the server was asked", e);
    }
  }

  private JsonNode read(byte[] body) {
    try {
      JsonNode answer = JSON.readTree(body);
      if (answer != null && answer.isObject()) {
        return answer;
      }
    } catch (JacksonException e) {
      // Told below: what is no JSON does not come from Weft.
    }
    throw new CommandFailedException("what answers at " + server + " is not a Weft server");
  }

  private RefusedException refusal(int status, JsonNode answer) {
    String error = answer.path("error").asString("");
    String sentence = answer.path("error_description").asString("");
    return new RefusedException(
        status,
        switch (error) {
          case "organization_application_not_found" ->
              "the server at " + server + " has no app " + app + ": 'weft app create' makes one";
          case "" -> "the server at " + server + " answers with status " + status;
          default -> sentence;
        });
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
