package dev.weft.callback.rule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a rule signs with.
///
/// @param vendor the vendor's per-rule secret, part of the MD5 in the body's `security`
/// @param signing the Standard Webhooks secret, `whsec_…`
/// @param previous the signing secret before it, still signed with until `previousUntil`; null if
///   there is none
public record RuleSecrets(
    String vendor, String signing, @Nullable String previous, @Nullable Instant previousUntil) {

  /// These secrets with a new signing secret; the old one stays live until `until`.
  public RuleSecrets rotated(String newSigning, Instant until) {
    return newSigning.equals(signing) ? this : new RuleSecrets(vendor, newSigning, signing, until);
  }

  public RuleSecrets withVendor(String newVendor) {
    return new RuleSecrets(newVendor, signing, previous, previousUntil);
  }

  @Override
  public String toString() {
    return "RuleSecrets[***]";
  }
}
