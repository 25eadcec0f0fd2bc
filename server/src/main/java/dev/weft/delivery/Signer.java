package dev.weft.delivery;

import java.time.Instant;

/// Signs the body of an attempt.
public interface Signer {

  /// The `webhook-signature` header (Standard Webhooks): every live signature, separated by spaces.
  String sign(CallId callId, Instant timestamp, Body body);
}
