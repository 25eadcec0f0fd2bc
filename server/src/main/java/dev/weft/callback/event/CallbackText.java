package dev.weft.callback.event;

import dev.weft.delivery.CallId;

/// What a callback says: everything but what differs from rule to rule.
///
/// @param operation value of the header `weft-operation`
/// @param conversation what keeps its order: thread, group, or the two users of a single chat
/// @param sequence the thread's operation number; 0 where callbacks are not numbered
/// @param subject what it is about: the message's id, or the group's or thread's
/// @param timestamp the one that `security` covers, in milliseconds
/// @param json the body without the security fields that [Security] names
public record CallbackText(
    CallId callId,
    String operation,
    String conversation,
    long sequence,
    String subject,
    long timestamp,
    Security security,
    String json) {

  /// Which security fields a callback has, after the vendor's examples.
  public enum Security {
    /// `callId`, `securityVersion`, `security`.
    FULL,

    /// The same, unless the rule has them left out: the vendor's documents show Thread callbacks
    /// without.
    OPTIONAL,

    /// `callId`, `security`: the newer group events.
    WITHOUT_VERSION
  }

  public CallbackText withJson(String newJson) {
    return new CallbackText(
        callId, operation, conversation, sequence, subject, timestamp, security, newJson);
  }
}
