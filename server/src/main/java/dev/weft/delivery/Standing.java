package dev.weft.delivery;

import java.time.Instant;

/// How a rule stands with its endpoint. It is about new attempts: what is under way goes on.
public sealed interface Standing {

  Standing DELIVERING = new Delivering();

  /// As usual.
  record Delivering() implements Standing {}

  /// A person has disabled it. Its callbacks wait, in order.
  record Disabled() implements Standing {}

  /// It stands still until a person resumes it.
  record Paused(String reason, Instant since) implements Standing {}

  /// The vendor's punishment for many failures. Its callbacks wait, in order.
  record Banned(Ban ban) implements Standing {}

  /// Its endpoint fails: a single attempt is made now and then, the rest waits.
  ///
  /// @param nextProbe not before then is anything attempted
  record Open(Instant since, Instant nextProbe) implements Standing {}

  /// Its endpoint works again and is given more step by step.
  ///
  /// @param allowed attempts at once
  record Recovering(int allowed) implements Standing {}
}
