package dev.weft.examples.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.receiver.StandardWebhooks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;

/// Sends callbacks over real sockets, signed as Weft signs them.
final class Sender {

  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  /// A callback and the headers that go with it.
  record Sent(String id, String operation, long sequence, String body) {

    static Sent message(long number, String text) {
      return new Sent(
          "o#a_m" + number,
          "send",
          number,
          """
          {"chat_type":"groupchat","msg_id":"m%d","group_id":"t","from":"ann","to":"t",
           "timestamp":%d,"payload":{"bodies":[{"type":"txt","msg":"%s"}],"ext":{},
           "meta":{"thread":{"thread_name":"plan"}}}}\
          """
              .formatted(number, 1000 + number, text));
    }

    static Sent thread(long number, String operation, long count, String newest) {
      return new Sent(
          "o#a_e" + number,
          operation,
          number,
          """
          {"chat_type":"notify","timestamp":%d,"payload":{"type":"thread","data":{
            "operation":"update_msg","id":"t","name":"plan","muc_parent_id":"g","message_count":%d,
            "timestamp":%d,"last_message":%s}}}\
          """
              .formatted(1000 + number, count, 1000 + number, newest));
    }

    static Sent recall(long number, String message) {
      return new Sent(
          "o#a_r" + number,
          "recall",
          number,
          """
          {"chat_type":"recall","msg_id":"r%d","recall_id":"%s","from":"ann","to":"t",
           "timestamp":%d}\
          """
              .formatted(number, message, 1000 + number));
    }

    static Sent edit(long number, String message, String text) {
      return new Sent(
          "o#a_d" + number,
          "modify",
          number,
          """
          {"chat_type":"edit","msg_id":"d%d","from":"ann","to":"t","timestamp":%d,
           "payload":{"edit_message_id":"%s","bodies":[{"type":"txt","msg":"%s"}],"ext":{}}}\
          """
              .formatted(number, 1000 + number, message, text));
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();

  int post(int port, Sent sent) throws IOException, InterruptedException {
    Instant now = Instant.now();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/callbacks"))
            .header("webhook-id", sent.id())
            .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .header(
                "webhook-signature",
                StandardWebhooks.of(SECRET).sign(sent.id(), now, sent.body().getBytes(UTF_8)))
            .header("weft-operation", sent.operation())
            .header("weft-sequence", Long.toString(sent.sequence()))
            .POST(BodyPublishers.ofString(sent.body()))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }
}
