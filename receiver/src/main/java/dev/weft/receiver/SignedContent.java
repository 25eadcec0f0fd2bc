package dev.weft.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What a Standard Webhooks signature covers: `id.timestamp.body`.
final class SignedContent {

  private final byte[] head;
  private final byte[] body;

  SignedContent(String id, String timestamp, byte[] body) {
    head = (id + "." + timestamp + ".").getBytes(UTF_8);
    this.body = body;
  }

  byte[] head() {
    return head;
  }

  byte[] body() {
    return body;
  }
}
