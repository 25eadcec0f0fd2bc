package dev.weft.receiver;

/// Tells the two secrets of a rule apart, so that a mix-up fails when the receiver is built and not
/// as a signature mismatch at the first callback.
///
/// The prefixes are those of the Standard Webhooks specification. No message quotes a secret.
final class SecretKind {

  private static final String SHARED = "whsec_";
  private static final String PUBLIC = "whpk_";
  private static final String PRIVATE = "whsk_";

  private SecretKind() {}

  /// The key of a signing secret. White space around it, such as the last line break of a file, is
  /// not part of it.
  static WebhookKey signing(String secret) {
    String stripped = secret.strip();
    if (stripped.startsWith(PRIVATE)) {
      throw new IllegalArgumentException(
          "this is a private key (whsk_...), which only the sender may have: give the receiver its"
              + " public half, which begins with whpk_");
    }
    if (!stripped.startsWith(SHARED) && !stripped.startsWith(PUBLIC)) {
      throw new IllegalArgumentException(
          "this is not a signing secret, which begins with whsec_ (signing_secret of the callback"
              + " rule): if it is the rule's secret in the vendor's console (secret of the rule),"
              + " it is a vendor secret and belongs to vendorSecret(...)");
    }
    return WebhookKey.parse(stripped);
  }

  /// The secret itself, as it is: the vendor allows any characters.
  static String vendor(String secret) {
    if (secret.isBlank()) {
      throw new IllegalArgumentException("a vendor secret must not be empty");
    }
    String stripped = secret.strip();
    for (String prefix : new String[] {SHARED, PUBLIC, PRIVATE}) {
      if (stripped.startsWith(prefix)) {
        throw new IllegalArgumentException(
            "this is a signing secret, it begins with "
                + prefix
                + ": it belongs to secret(...); a vendor secret is the rule's secret in the"
                + " vendor's console (secret of the callback rule)");
      }
    }
    return secret;
  }
}
