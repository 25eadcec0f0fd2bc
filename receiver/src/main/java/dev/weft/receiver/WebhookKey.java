package dev.weft.receiver;

import java.util.Base64;

/// A Standard Webhooks key: a shared secret, or one half of an Ed25519 pair.
///
/// A key never shows itself: `toString` names its kind and nothing else.
public abstract sealed class WebhookKey permits HmacKey, Ed25519Key {

  WebhookKey() {}

  /// Reads a key as the specification writes it: `whsec_` (shared secret; the prefix may be
  /// missing), `whpk_` (public key, verifies), `whsk_` (private key, signs and verifies).
  ///
  /// @throws IllegalArgumentException if it is empty or not base64
  public static WebhookKey parse(String text) {
    if (text.startsWith("whpk_")) {
      return Ed25519Key.ofPublic(bytes(text.substring(5)));
    }
    if (text.startsWith("whsk_")) {
      return Ed25519Key.ofPrivate(bytes(text.substring(5)));
    }
    return new HmacKey(bytes(text.startsWith("whsec_") ? text.substring(6) : text));
  }

  private static byte[] bytes(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // Without the cause: its message quotes characters of the secret.
      throw new IllegalArgumentException("a webhook key must be base64");
    }
    if (bytes.length == 0) {
      throw new IllegalArgumentException("a webhook key must not be empty");
    }
    return bytes;
  }

  /// The version tag in front of this key's signatures: `v1` or `v1a`.
  abstract String version();

  abstract byte[] sign(SignedContent content);

  abstract boolean verifies(byte[] signature, SignedContent content);

  @Override
  public final String toString() {
    return "WebhookKey[" + version() + "]";
  }
}
