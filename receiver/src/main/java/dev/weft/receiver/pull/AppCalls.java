package dev.weft.receiver.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.receiver.Json;
import dev.weft.receiver.http.ConnectFailedException;
import dev.weft.receiver.http.HttpAnswer;
import dev.weft.receiver.http.HttpCall;
import dev.weft.receiver.http.HttpCaller;
import dev.weft.receiver.http.HttpStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Calls the REST API of one app, with a token that is fetched when it is needed, kept, and renewed
/// before it ends or when the server takes it no more. Safe for many threads.
///
/// A call whose connection breaks, or that a server cannot take just now (502, 503, 504), is made
/// twice more. Those that change something carry an `Idempotency-Key`, by which Weft makes the
/// change once. A server that cannot be connected to is not asked again, and neither is one that is
/// slower than the timeout.
public final class AppCalls implements AutoCloseable {

  private static final int UNAUTHORIZED = 401;

  /// Statuses that pass: a server that is restarted, or has too much to do.
  private static final Set<Integer> PASSING = Set.of(502, 503, 504);

  private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH");

  /// Before the second and the third try.
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(200), Duration.ofSeconds(1));

  private final URI app;
  private final Duration timeout;
  private final HttpCaller http;
  private final AppToken token;

  private AppCalls(URI app, Duration timeout, HttpCaller http, AppToken token) {
    this.app = app;
    this.timeout = timeout;
    this.http = http;
    this.token = token;
  }

  /// With the credentials of the app.
  ///
  /// @param app the base of the app's calls, `https://weft.example.com/org/app`
  /// @param timeout of each call
  public static AppCalls withCredentials(
      URI app, String clientId, String clientSecret, Duration timeout) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("grant_type", new Json.JsonString("client_credentials"));
    fields.put("client_id", new Json.JsonString(clientId));
    fields.put("client_secret", new Json.JsonString(clientSecret));
    return new AppCalls(
        app, timeout, new HttpCaller(), AppToken.grantedFor(new Json.JsonObject(fields)));
  }

  /// With a token that somebody else has fetched, of the app or of a user.
  public static AppCalls withToken(URI app, String token, Duration timeout) {
    return new AppCalls(app, timeout, new HttpCaller(), AppToken.fixed(token));
  }

  /// A text as one segment of a path, or as the value of a query parameter.
  public static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /// The base of the app's calls.
  public URI app() {
    return app;
  }

  /// The token that calls carry now.
  public String token() throws IOException, InterruptedException {
    return token.value(this::grant);
  }

  /// The answer to a GET.
  ///
  /// @param path below the app, encoded
  /// @throws ApiException if the server answers with an error
  /// @throws IOException if no answer comes, with the addresses that were tried
  public Json get(String path) throws IOException, InterruptedException {
    return call("GET", path, null);
  }

  /// The answer to a POST; like [#get].
  public Json post(String path, Json body) throws IOException, InterruptedException {
    return call("POST", path, body);
  }

  /// The answer to a PUT; like [#get].
  public Json put(String path, Json body) throws IOException, InterruptedException {
    return call("PUT", path, body);
  }

  /// The answer to a DELETE; like [#get].
  public Json delete(String path) throws IOException, InterruptedException {
    return call("DELETE", path, null);
  }

  /// The answer to any call; like [#get].
  public Json call(String method, String path, @Nullable Json body)
      throws IOException, InterruptedException {
    Map<String, String> more =
        CHANGING.contains(method)
            ? Map.of("Idempotency-Key", UUID.randomUUID().toString())
            : Map.of();
    for (Duration pause : PAUSES) {
      try {
        HttpAnswer answer = once(method, path, body, more);
        if (!PASSING.contains(answer.status())) {
          return read(method, path, answer);
        }
      } catch (ConnectFailedException | SocketTimeoutException e) {
        throw e;
      } catch (EOFException | SocketException e) {
        // Whether the server has taken the call is not known: the key tells it.
      }
      Thread.sleep(pause.toMillis());
    }
    return read(method, path, once(method, path, body, more));
  }

  private HttpAnswer once(String method, String path, @Nullable Json body, Map<String, String> more)
      throws IOException, InterruptedException {
    String bearer = token();
    HttpAnswer answer = http.call(request(method, path, body, bearer, more));
    if (answer.status() == UNAUTHORIZED && token.forget(bearer)) {
      // Another server, or the same one with another key, may take it no more.
      answer = http.call(request(method, path, body, token(), more));
    }
    return answer;
  }

  /// The body of an answer as it comes; the timeout is for each read.
  ///
  /// @param headers beside those of every call
  public HttpStream open(String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    String bearer = token();
    HttpStream stream = http.open(request("GET", path, null, bearer, headers));
    if (stream.status() == UNAUTHORIZED && token.forget(bearer)) {
      stream.close();
      stream = http.open(request("GET", path, null, token(), headers));
    }
    if (stream.status() == 200) {
      return stream;
    }
    try (HttpStream refused = stream) {
      byte[] body = refused.body().readNBytes(HttpCaller.MAX_ANSWER_BYTES);
      throw refusal("GET", path, refused.status(), Json.read(body).orElse(null));
    }
  }

  private Json grant(Json request) throws IOException, InterruptedException {
    HttpAnswer answer = http.call(request("POST", "/token", request, "", Map.of()));
    return read("POST", "/token", answer);
  }

  private HttpCall request(
      String method, String path, @Nullable Json body, String bearer, Map<String, String> more) {
    Map<String, String> headers = new LinkedHashMap<>(more);
    headers.put("Accept", "application/json, text/event-stream");
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    if (!bearer.isEmpty()) {
      headers.put("Authorization", "Bearer " + bearer);
    }
    return new HttpCall(
        method,
        URI.create(app + path),
        headers,
        body == null ? new byte[0] : body.toString().getBytes(UTF_8),
        timeout);
  }

  private static Json read(String method, String path, HttpAnswer answer) throws IOException {
    Json body = Json.read(answer.body()).orElse(null);
    if (answer.status() < 200 || answer.status() > 299) {
      throw refusal(method, path, answer.status(), body);
    }
    if (body == null) {
      throw new NotJsonException(method, path);
    }
    return body;
  }

  private static ApiException refusal(String method, String path, int status, @Nullable Json body) {
    return new ApiException(
        method,
        path,
        status,
        body == null ? "" : body.get("error").text(""),
        body == null ? "" : body.get("error_description").text(""));
  }

  /// Breaks off every call and stream in flight.
  @Override
  public void close() {
    http.close();
  }
}
