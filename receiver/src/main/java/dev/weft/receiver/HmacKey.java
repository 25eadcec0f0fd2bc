package dev.weft.receiver;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A shared secret: HMAC-SHA256, version `v1`.
final class HmacKey extends WebhookKey {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /// Never used itself: a copy of it is ready at once, where looking a new one up and giving it the
  /// key takes as long as a quarter of the signature.
  private final Mac keyed;

  HmacKey(byte[] secret) {
    key = new SecretKeySpec(secret, ALGORITHM);
    keyed = keyed(key);
  }

  private static Mac keyed(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      // Makes it take in the key now, and not once for each copy.
      mac.update(new byte[0]);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  @Override
  String version() {
    return "v1";
  }

  @Override
  byte[] sign(SignedContent content) {
    Mac mac = newMac();
    mac.update(content.head());
    return mac.doFinal(content.body());
  }

  private Mac newMac() {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      // Keys in hardware cannot always be copied.
      return keyed(key);
    }
  }

  @Override
  boolean verifies(byte[] signature, SignedContent content) {
    return MessageDigest.isEqual(signature, sign(content));
  }
}
