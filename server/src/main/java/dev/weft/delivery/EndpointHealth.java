package dev.weft.delivery;

import java.time.Instant;

/// How a rule does with its endpoint. It is about new attempts: what is in flight goes on.
public sealed interface EndpointHealth {

  EndpointHealth DELIVERING = new Delivering();

  /// As usual.
  record Delivering() implements EndpointHealth {}

  /// A person has disabled it. Its callbacks wait, in order.
  record Disabled() implements EndpointHealth {}

  /// It stands still until a person resumes it.
  record Paused(String reason, Instant since) implements EndpointHealth {}

  /// The vendor's punishment for many failures. Its callbacks wait, in order.
  record Banned(Ban ban) implements EndpointHealth {}

  /// Its endpoint fails: a single attempt is made now and then, the rest waits.
  ///
  /// @param nextProbe not before then is anything attempted
  record Open(Instant since, Instant nextProbe) implements EndpointHealth {}

  /// Its endpoint works again and is given more step by step.
  ///
  /// @param allowed attempts at once
  record Recovering(int allowed) implements EndpointHealth {}
}
