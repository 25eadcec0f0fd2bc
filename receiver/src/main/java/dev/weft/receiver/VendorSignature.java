package dev.weft.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/// The vendors' own signature, the `security` field: md5Hex(callId + secret + timestamp).
///
/// It proves that the sender knows the secret and nothing about the rest of the body; that is why
/// Weft sends Standard Webhooks headers beside it.
public final class VendorSignature {

  private final String secret;

  public VendorSignature(String secret) {
    this.secret = secret;
  }

  /// `timestamp` is the callback's own, in decimal digits as the body has it.
  public String sign(String callId, String timestamp) {
    return Digest.md5Hex(callId + secret + timestamp);
  }

  /// Takes the same time for every wrong signature.
  public boolean verifies(String security, String callId, String timestamp) {
    return MessageDigest.isEqual(security.getBytes(UTF_8), sign(callId, timestamp).getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "VendorSignature[md5]";
  }
}
