package dev.weft.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a browser does with the console, one request at a time: it keeps the cookie and sends the
/// header of the page.
final class Browser {

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable String cookie;

  /// @param url of the server
  Browser(String url) {
    this.url = url;
    headers.put("X-Weft-Console", "1");
  }

  /// An answer.
  record Page(int status, HttpResponse<byte[]> response) {
    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return JSON.readTree(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /// Sends a header with every request from here on; null takes it away.
  Browser with(String name, @Nullable String value) {
    if (value == null) {
      headers.remove(name);
    } else {
      headers.put(name, value);
    }
    return this;
  }

  @Nullable String cookie() {
    return cookie;
  }

  Browser cookie(@Nullable String value) {
    cookie = value;
    return this;
  }

  Page get(String path) {
    return send("GET", path, null);
  }

  Page send(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    if (cookie != null) {
      request.header("Cookie", "weft_session=" + cookie);
    }
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      response
          .headers()
          .firstValue("Set-Cookie")
          .ifPresent(set -> cookie = set.substring("weft_session=".length(), set.indexOf(';')));
      return new Page(response.statusCode(), response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Comes in by a link.
  Page enter(String link) {
    return send("POST", "/console/session", "{\"link\":\"" + link + "\"}");
  }

  /// Comes in by name and password.
  Page logIn(String name, String password) {
    return send(
        "POST",
        "/console/session",
        JSON.writeValueAsString(Map.of("name", name, "password", password)));
  }
}
