package dev.weft.callback.render;

import dev.weft.callback.event.Callback;
import dev.weft.callback.event.CallbackText;
import dev.weft.callback.event.CallbackText.Security;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.delivery.Body;
import dev.weft.delivery.Lane;
import dev.weft.delivery.NewDelivery;
import dev.weft.trace.TraceContext;
import java.nio.charset.StandardCharsets;

/// A callback with its text, written once; [#forRule] makes a delivery of it for each rule.
///
/// @param text the plain one
public record RenderedCallback(Callback callback, CallbackText text) {

  /// Writes the text of `callback`.
  public static RenderedCallback of(Callback callback) {
    return new RenderedCallback(callback, callback.writer().write());
  }

  /// This callback as it enters the outbox for one rule.
  public NewDelivery forRule(CallbackRule rule) {
    CallbackText own = rule.options().copyMeta() ? callback.writer().withCopiedMeta(text) : text;
    return new NewDelivery(
        rule.app().value(),
        new Lane(rule.id(), own.conversation()),
        own.callId(),
        own.operation(),
        own.sequence(),
        own.subject(),
        Body.of(body(own, rule)),
        callback.at(),
        TraceContext.current());
  }

  /// The body for one rule: the JSON of the event with the fields that depend on the rule's secret
  /// put at its end. The ids in it need no escaping: they are app keys, digits and hex.
  private static byte[] body(CallbackText text, CallbackRule rule) {
    String json = text.json();
    if (text.security() == Security.OPTIONAL && !rule.options().securityFields()) {
      return json.getBytes(StandardCharsets.UTF_8);
    }
    String callId = text.callId().value();
    String security = VendorSecurity.of(callId, rule.secrets().vendor(), text.timestamp());
    StringBuilder body = new StringBuilder(json.length() + 200);
    body.append(json, 0, json.length() - 1);
    body.append(",\"callId\":\"").append(callId).append('"');
    switch (text.security()) {
      case FULL, OPTIONAL -> body.append(",\"securityVersion\":\"1.0.0\"");
      case WITHOUT_VERSION -> {}
    }
    body.append(",\"security\":\"").append(security).append("\"}");
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }
}
