package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks the REST API as an app server does.
final class ApiClient {

  static final JsonMapper JSON = new JsonMapper();

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String base;
  private final @Nullable String token;

  private ApiClient(String base, @Nullable String token) {
    this.base = base;
    this.token = token;
  }

  /// A client of the server at `url` that holds an app token.
  static ApiClient of(String url) {
    return ofApp(url, RunningServer.APP.org() + "/" + RunningServer.APP.app());
  }

  /// A client of another app with the same credentials.
  ///
  /// @param app two segments of a path
  static ApiClient ofApp(String url, String app) {
    String base = url + "/" + app;
    ApiClient stranger = new ApiClient(base, null);
    JsonNode granted =
        stranger
            .post(
                "/token",
                """
                {"grant_type":"client_credentials","client_id":"%s","client_secret":"%s"}
                """
                    .formatted(
                        RunningServer.CREDENTIALS.clientId(),
                        RunningServer.CREDENTIALS.clientSecret()))
            .ok();
    return new ApiClient(base, granted.get("access_token").stringValue());
  }

  /// A client of another app on the server at `url`, without a token.
  ///
  /// @param app two segments of a path
  static ApiClient stranger(String url, String app) {
    return new ApiClient(url + "/" + app, null);
  }

  /// The same client with another token, or none.
  ApiClient withToken(@Nullable String other) {
    return new ApiClient(base, other);
  }

  /// The same client with a token of this user, which the app's server gets without a password.
  ApiClient as(String user) {
    return withToken(
        post("/token", "{\"grant_type\":\"inherit\",\"username\":\"%s\"}".formatted(user))
            .ok()
            .get("access_token")
            .stringValue());
  }

  /// The token that calls carry.
  String token() {
    assertThat(token).isNotNull();
    return String.valueOf(token);
  }

  /// An answer: its status and its JSON.
  record Reply(int status, JsonNode body) {

    JsonNode ok() {
      assertThat(status).as("%s", body).isEqualTo(200);
      return body;
    }

    /// The `data` of a successful answer.
    JsonNode data() {
      return ok().get("data");
    }

    /// The part at a JSON pointer; missing if there is none.
    JsonNode at(String pointer) {
      return body.at(pointer);
    }

    /// Status, error and text in one line.
    String error() {
      return "%d %s: %s"
          .formatted(
              status, body.path("error").asString(), body.path("error_description").asString());
    }

    Reply isError(int expected, String error, String description) {
      assertThat(status).as("%s", body).isEqualTo(expected);
      assertThat(body.get("error").stringValue()).isEqualTo(error);
      assertThat(body.get("error_description").stringValue()).isEqualTo(description);
      assertThat(body.get("timestamp").isIntegralNumber()).isTrue();
      assertThat(body.has("exception")).isTrue();
      return this;
    }
  }

  Reply get(String path) {
    return call("GET", path, null);
  }

  Reply post(String path, String body) {
    return call("POST", path, body);
  }

  Reply put(String path, String body) {
    return call("PUT", path, body);
  }

  Reply delete(String path) {
    return call("DELETE", path, null);
  }

  Reply call(String method, String path, @Nullable String body) {
    return bytes(
        method, path, body == null ? null : body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /// A request that tests of what is not JSON complete themselves.
  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  Reply bytes(String method, String path, byte @Nullable [] body) {
    return send(
        request(path)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)));
  }

  /// A call that says what its body is.
  Reply typed(String method, String path, String contentType, String body) {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(body)));
  }

  private static Reply send(HttpRequest.Builder request) {
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      assertThat(response.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
      return new Reply(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // The steps most tests begin with.

  ApiClient users(String... names) {
    for (String name : names) {
      post("/users", "[{\"username\":\"%s\",\"password\":\"1\"}]".formatted(name)).ok();
    }
    return this;
  }

  String group(String owner, String... members) {
    String list = String.join("\",\"", members);
    return post(
            "/chatgroups",
            """
            {"groupname":"testgroup","public":true,"owner":"%s","members":[%s]}
            """
                .formatted(owner, members.length == 0 ? "" : "\"" + list + "\""))
        .data()
        .get("groupid")
        .stringValue();
  }

  /// Makes a group with an id that the app has chosen.
  String groupOf(String id, String owner, String... members) {
    String list = members.length == 0 ? "" : "\"" + String.join("\",\"", members) + "\"";
    return post(
            "/chatgroups",
            """
            {"groupid":"%s","groupname":"testgroup","public":true,"owner":"%s","members":[%s]}
            """
                .formatted(id, owner, list))
        .data()
        .get("groupid")
        .stringValue();
  }

  /// Sends a text to a group or thread and answers its id.
  String text(String from, String to, String text) {
    return send(
        """
        {"from":"%s","to":["%s"],"type":"txt","body":{"msg":"%s"}}
        """
            .formatted(from, to, text),
        to);
  }

  String send(String body, String to) {
    return post("/messages/chatgroups", body).data().get(to).stringValue();
  }

  String thread(String group, String message, String name, String owner) {
    return post(
            "/thread",
            """
            {"group_id":"%s","name":"%s","msg_id":"%s","owner":"%s"}
            """
                .formatted(group, name, message, owner))
        .data()
        .get("thread_id")
        .stringValue();
  }

  JsonNode recall(String message, String to, String from) {
    return post(
            "/messages/msg_recall",
            """
            {"msg_id":"%s","to":"%s","chat_type":"groupchat","from":"%s","force":true}
            """
                .formatted(message, to, from))
        .data();
  }

  JsonNode rule(String json) {
    return post("/callbacks/rules", json).data();
  }
}
