package dev.weft.callback;

import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Signer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs attempts as Standard Webhooks demands: HMAC-SHA256 over `id.timestamp.body`, version v1.
/// For a while after a rotation there are two signatures, the new secret's first.
final class StandardWebhooksSigner implements Signer {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";

  private final RuleSecrets secrets;

  StandardWebhooksSigner(RuleSecrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public String sign(CallId callId, Instant timestamp, Body body) {
    String signature = sign(secrets.signing(), callId, timestamp, body);
    String previous = secrets.previous();
    Instant until = secrets.previousUntil();
    return previous != null && until != null && timestamp.isBefore(until)
        ? signature + " " + sign(previous, callId, timestamp, body)
        : signature;
  }

  private static String sign(String secret, CallId callId, Instant timestamp, Body body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(secret), ALGORITHM));
      mac.update(
          (callId + "." + timestamp.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body.utf8()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /// The key bytes of a secret, with or without its prefix.
  ///
  /// @throws IllegalArgumentException if it is not base64 or empty
  static byte[] key(String secret) {
    byte[] key =
        Base64.getDecoder()
            .decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
    if (key.length == 0) {
      throw new IllegalArgumentException("an empty secret signs nothing");
    }
    return key;
  }
}
