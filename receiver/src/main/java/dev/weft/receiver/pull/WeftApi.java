package dev.weft.receiver.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.receiver.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The REST API of one app on Weft, as far as this package reads it. Safe for many threads.
final class WeftApi {

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  private final URI app;
  private final String credentials;
  private final Duration timeout;
  private final HttpClient http;
  private volatile @Nullable String token;

  /// @param app the base of the app's calls, `https://weft.example.com/org/app`
  /// @param timeout of each call
  WeftApi(URI app, String clientId, String clientSecret, Duration timeout) {
    this.app = app;
    this.credentials = credentials(clientId, clientSecret);
    this.timeout = timeout;
    this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  private static String credentials(String clientId, String clientSecret) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("grant_type", new Json.JsonString("client_credentials"));
    fields.put("client_id", new Json.JsonString(clientId));
    fields.put("client_secret", new Json.JsonString(clientSecret));
    return new Json.JsonObject(fields).toString();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /// The answer to a GET.
  ///
  /// @param path below the app, encoded
  /// @throws IOException if there is no answer, or another one than 200
  Json get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = authorized(path);
    if (response.statusCode() == UNAUTHORIZED) {
      // The token has expired since.
      token = null;
      response = authorized(path);
    }
    return json(path, response);
  }

  private HttpResponse<byte[]> authorized(String path) throws IOException, InterruptedException {
    String bearer = token;
    if (bearer == null) {
      bearer = newToken();
      token = bearer;
    }
    return http.send(
        request(path).header("Authorization", "Bearer " + bearer).build(),
        BodyHandlers.ofByteArray());
  }

  private String newToken() throws IOException, InterruptedException {
    HttpRequest request =
        request("/token")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(credentials))
            .build();
    return json("/token", http.send(request, BodyHandlers.ofByteArray()))
        .get("access_token")
        .text("");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(app + path)).timeout(timeout);
  }

  private static Json json(String path, HttpResponse<byte[]> response) throws IOException {
    if (response.statusCode() != OK) {
      throw new IOException("Weft answered " + response.statusCode() + " to " + path);
    }
    return Json.read(response.body())
        .orElseThrow(() -> new IOException("Weft's answer to " + path + " is not JSON"));
  }
}
