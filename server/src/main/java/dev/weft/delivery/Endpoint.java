package dev.weft.delivery;

import java.net.URI;

/// Where the callbacks of a rule or a job go, and how.
///
/// @param name of the rule, for logs and metrics
/// @param enabled false holds its callbacks back, in order
public record Endpoint(
    LaneOwner owner,
    String name,
    URI url,
    boolean enabled,
    RetryPolicy retry,
    Throttle throttle,
    Signer signer) {

  /// One that takes as much as comes.
  public Endpoint(
      LaneOwner owner, String name, URI url, boolean enabled, RetryPolicy retry, Signer signer) {
    this(owner, name, url, enabled, retry, Throttle.NONE, signer);
  }
}
