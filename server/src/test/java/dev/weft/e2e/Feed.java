package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Waits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A client of the event stream, as a browser's EventSource reads it.
final class Feed implements AutoCloseable {

  /// Nothing of it is an event.
  private static final JsonNode END = ApiClient.JSON.createObjectNode();

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpResponse<java.io.InputStream> response;
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

  private Feed(HttpRequest request) throws IOException, InterruptedException {
    response = http.send(request, BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    Thread.startVirtualThread(this::read);
  }

  /// Opens a stream; the answer's head is there when this returns.
  static Feed open(ApiClient api, String query, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = api.request("/callbacks/stream?" + query);
    return new Feed((headers.length > 0 ? request.headers(headers) : request).build());
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String id = "";
      @Nullable String data = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && data != null) {
          JsonNode event = ApiClient.JSON.readTree(data);
          assertThat(event.get("cursor").stringValue()).isEqualTo(id);
          events.add(event);
          data = null;
        }
      }
      events.add(END);
    } catch (IOException e) {
      // Broken off, which is not a clean end: nobody finds END.
    }
  }

  JsonNode next() throws InterruptedException {
    JsonNode event = events.poll(Waits.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (event == null) {
      throw Waits.failed("no event came");
    }
    return event;
  }

  List<JsonNode> next(int count) throws InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(next());
    }
    return all;
  }

  /// Whether the stream comes to its proper end, with nothing more before it.
  boolean endsNow() throws InterruptedException {
    return next().isEmpty();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
