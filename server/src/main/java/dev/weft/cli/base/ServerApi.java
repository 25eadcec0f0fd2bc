package dev.weft.cli.base;

import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.receiver.Json;
import dev.weft.receiver.pull.ApiException;
import dev.weft.receiver.pull.AppCalls;
import dev.weft.receiver.pull.NotJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The HTTP API of a running server, for one app.
public final class ServerApi implements AutoCloseable {

  /// Longer than an attempt may take: the test of a rule waits for one.
  private static final Duration ANSWER = Duration.ofSeconds(90);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI server;
  private final AppKey app;
  private final AppCalls calls;

  private ServerApi(URI server, AppKey app, AppCalls calls) {
    this.server = server;
    this.app = app;
    this.calls = calls;
  }

  static ServerApi withToken(URI server, AppKey app, String token) {
    return new ServerApi(server, app, AppCalls.withToken(base(server, app), token, ANSWER));
  }

  /// Asks the server for a token first.
  public static ServerApi withCredentials(URI server, AppKey app, Credentials credentials) {
    AppCalls calls =
        AppCalls.withCredentials(
            base(server, app), credentials.clientId(), credentials.clientSecret(), ANSWER);
    ServerApi api = new ServerApi(server, app, calls);
    try {
      api.ask(calls::token);
      return api;
    } catch (CommandFailedException e) {
      api.close();
      throw e;
    }
  }

  private static URI base(URI server, AppKey app) {
    return URI.create(server + "/" + app.org() + "/" + app.app());
  }

  /// The server said no. The message is its own sentence.
  public static final class RefusedException extends CommandFailedException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String sentence) {
      super(sentence);
      this.status = status;
    }

    /// Whether what was asked for does not exist.
    public boolean isUnknown() {
      return status == 404;
    }

    /// Whether the same question gets the same answer later.
    public boolean isFinal() {
      return status >= 400 && status < 500 && status != 429;
    }
  }

  /// Answers the whole envelope, like the methods below.
  ///
  /// @param path below `/{org}/{app}`
  /// @throws CommandFailedException if nobody answers, or the answer is no
  public JsonNode get(String path) {
    return call("GET", path, null);
  }

  public JsonNode post(String path, Object body) {
    return call("POST", path, body);
  }

  public JsonNode put(String path, Object body) {
    return call("PUT", path, body);
  }

  public JsonNode delete(String path) {
    return call("DELETE", path, null);
  }

  /// The body of an answer, as it comes. Closing this connection breaks it off.
  public InputStream stream(String path) {
    return ask(() -> calls.open(path, Map.of()).body());
  }

  /// A text as one segment of a path, or as the value of a query parameter.
  public static String encoded(String text) {
    return AppCalls.encode(text);
  }

  private JsonNode call(String method, String path, @Nullable Object body) {
    Json sent = body == null ? null : json(JSON.writeValueAsBytes(body));
    Json answer = ask(() -> calls.call(method, path, sent));
    JsonNode node = JSON.readTree(answer.toString());
    if (!node.isObject()) {
      throw stranger(null);
    }
    return node;
  }

  private static Json json(byte[] utf8) {
    return Json.read(utf8).orElseThrow();
  }

  private interface Call<T> {
    T make() throws IOException, InterruptedException;
  }

  private <T> T ask(Call<T> call) {
    try {
      return call.make();
    } catch (ApiException e) {
      throw refusal(e);
    } catch (NotJsonException e) {
      throw stranger(e);
    } catch (SocketTimeoutException e) {
      throw new CommandFailedException("the server at " + server + " does not answer in time", e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "no server answers at "
              + server
              + " ("
              + e.getMessage()
              + "): start it with 'weft serve', or give --url another",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while the server was asked", e);
    }
  }

  private CommandFailedException stranger(@Nullable Exception cause) {
    String sentence = "what answers at " + server + " is not a Weft server";
    return cause == null
        ? new CommandFailedException(sentence)
        : new CommandFailedException(sentence, cause);
  }

  private RefusedException refusal(ApiException answer) {
    return new RefusedException(
        answer.status(),
        switch (answer.error()) {
          case "organization_application_not_found" ->
              "the server at " + server + " has no app " + app + ": 'weft app create' makes one";
          case "" -> "the server at " + server + " answers with status " + answer.status();
          default -> answer.description();
        });
  }

  @Override
  public void close() {
    calls.close();
  }
}
