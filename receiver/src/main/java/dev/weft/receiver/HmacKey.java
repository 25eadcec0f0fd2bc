package dev.weft.receiver;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A shared secret: HMAC-SHA256, version `v1`.
final class HmacKey extends WebhookKey {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  HmacKey(byte[] secret) {
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  @Override
  String version() {
    return "v1";
  }

  @Override
  byte[] sign(SignedContent content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(content.head());
      return mac.doFinal(content.body());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  @Override
  boolean verifies(byte[] signature, SignedContent content) {
    return MessageDigest.isEqual(signature, sign(content));
  }
}
