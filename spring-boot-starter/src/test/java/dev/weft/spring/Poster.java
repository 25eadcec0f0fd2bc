package dev.weft.spring;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.receiver.StandardWebhooks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;

/// Posts thread callbacks over a real socket, signed as Weft signs them.
record Poster(int port, String secret) {

  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  HttpResponse<String> post(String id, String threadId, long sequence)
      throws IOException, InterruptedException {
    return send(
        id,
        sequence,
        """
        {"chat_type":"notify","appkey":"o#a","timestamp":2,"payload":{"type":"thread","data":{
          "operation":"update_msg","id":"%s","message_count":1,"timestamp":1,"last_message":{}}}}\
        """
            .formatted(threadId));
  }

  HttpResponse<String> send(String id, long sequence, String body)
      throws IOException, InterruptedException {
    Instant now = Instant.now();
    String signature = StandardWebhooks.of(secret).sign(id, now, body.getBytes(UTF_8));
    return CLIENT.send(
        HttpRequest.newBuilder(uri("/weft/callbacks"))
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .header("webhook-signature", signature)
            .header("weft-operation", "send")
            .header("weft-sequence", Long.toString(sequence))
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  String get(String path) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString()).body();
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }
}
