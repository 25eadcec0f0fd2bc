package dev.weft.delivery;

import java.net.URI;

/// Where a rule's callbacks go, and how.
///
/// @param name of the rule, for logs and metrics
/// @param enabled false holds its callbacks back, in order
public record Endpoint(
    RuleId rule,
    String name,
    URI url,
    boolean enabled,
    RetryPolicy retry,
    Throttle throttle,
    Signer signer) {

  /// One that takes as much as comes.
  public Endpoint(
      RuleId rule, String name, URI url, boolean enabled, RetryPolicy retry, Signer signer) {
    this(rule, name, url, enabled, retry, Throttle.NONE, signer);
  }
}
