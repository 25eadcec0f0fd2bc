package dev.weft.callback.render;

import dev.weft.callback.event.EventKind;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Lane;
import dev.weft.delivery.NewDelivery;
import dev.weft.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// One callback before it is addressed: everything but what differs from rule to rule.
///
/// @param conversation what keeps its order: thread, group, or the two users of a single chat
/// @param sequence the thread's operation number; 0 where callbacks are not numbered
/// @param subject what it is about: the message's id, or the group's or thread's
/// @param timestamp the one that `security` covers
/// @param json the body without the security fields that [Shape] names
public record RenderedCallback(
    EventKind kind,
    CallId callId,
    String operation,
    String conversation,
    long sequence,
    String subject,
    long timestamp,
    Shape shape,
    String json) {

  RenderedCallback withJson(String newJson) {
    return new RenderedCallback(
        kind, callId, operation, conversation, sequence, subject, timestamp, shape, newJson);
  }

  /// Which security fields a kind of callback has, after the vendor's examples.
  enum Shape {
    /// `callId`, `securityVersion`, `security`.
    FULL,
    /// `callId`, `security`: the newer group events.
    WITHOUT_VERSION
  }

  /// This callback as it enters the outbox for one rule.
  public NewDelivery forRule(CallbackRule rule, Instant created) {
    return new NewDelivery(
        rule.app().value(),
        new Lane(rule.id(), conversation),
        callId,
        operation,
        sequence,
        subject,
        Body.of(body(rule)),
        created,
        TraceContext.current());
  }

  /// The body for one rule: the JSON of the event with the fields that depend on the rule's secret
  /// put at its end. The ids in it need no escaping: they are app keys, digits and hex.
  private byte[] body(CallbackRule rule) {
    boolean mayOmit = kind == EventKind.THREAD || kind == EventKind.THREAD_LIFECYCLE;
    if (mayOmit && !rule.options().securityFields()) {
      return json.getBytes(StandardCharsets.UTF_8);
    }
    String security = VendorSecurity.of(callId.value(), rule.secrets().vendor(), timestamp);
    StringBuilder body = new StringBuilder(json.length() + 200);
    body.append(json, 0, json.length() - 1);
    body.append(",\"callId\":\"").append(callId.value()).append('"');
    switch (shape) {
      case FULL -> body.append(",\"securityVersion\":\"1.0.0\"");
      case WITHOUT_VERSION -> {}
    }
    body.append(",\"security\":\"").append(security).append("\"}");
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }
}
