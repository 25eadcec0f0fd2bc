package dev.weft.callback.rule;

import dev.weft.app.Hmac;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Signer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Signs attempts as Standard Webhooks demands: HMAC-SHA256 over `id.timestamp.body`, version v1.
/// For a while after a rotation there are two signatures, the new secret's first.
public final class StandardWebhooksSigner implements Signer {

  private static final String PREFIX = "whsec_";

  private final Hmac signing;
  private final @Nullable Hmac previous;
  private final Instant previousUntil;

  public StandardWebhooksSigner(RuleSecrets secrets) {
    @Nullable String before = secrets.previous();
    @Nullable Instant until = secrets.previousUntil();
    signing = new Hmac(key(secrets.signing()));
    previous = before == null || until == null ? null : new Hmac(key(before));
    previousUntil = until == null ? Instant.MIN : until;
  }

  @Override
  public String sign(CallId callId, Instant timestamp, Body body) {
    byte[] head =
        (callId + "." + timestamp.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
    String signature = signature(signing, head, body);
    Hmac before = previous;
    return before != null && timestamp.isBefore(previousUntil)
        ? signature + " " + signature(before, head, body)
        : signature;
  }

  private static String signature(Hmac hmac, byte[] head, Body body) {
    return "v1," + Base64.getEncoder().encodeToString(hmac.of(head, body.utf8()));
  }

  /// The key bytes of a secret, with or without its prefix.
  ///
  /// @throws IllegalArgumentException if it is not base64 or empty
  public static byte[] key(String secret) {
    byte[] key =
        Base64.getDecoder()
            .decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
    if (key.length == 0) {
      throw new IllegalArgumentException("an empty secret signs nothing");
    }
    return key;
  }
}
