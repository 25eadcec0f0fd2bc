package dev.weft.delivery.engine;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Kind;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Signer;
import dev.weft.trace.TraceContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The headers a callback has beside those of HTTP itself (docs/callbacks.md, "Headers"). The
/// `webhook-…` ones are those of Standard Webhooks, `trace…` those of W3C Trace Context.
public final class CallbackHeaders {

  private CallbackHeaders() {}

  /// The headers of `delivery` for whoever fetches it at `now`, which is a span of its own.
  public static Map<String, String> of(Delivery delivery, Signer signer, Instant now) {
    @Nullable TraceContext trace = delivery.content().trace();
    return of(delivery, signer, now, trace == null ? null : trace.child());
  }

  /// The headers of the attempt of `delivery` that is made at `now`.
  ///
  /// @param trace the attempt as a span; null if it belongs to no trace
  static Map<String, String> of(
      Delivery delivery, Signer signer, Instant now, @Nullable TraceContext trace) {
    NewDelivery content = delivery.content();
    Map<String, String> headers = LinkedHashMap.newLinkedHashMap(9);
    headers.put("webhook-id", delivery.callId().value());
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    headers.put("webhook-signature", signer.sign(delivery.callId(), now, delivery.body()));
    headers.put("weft-operation", content.operation());
    if (content.sequence() > 0) {
      headers.put("weft-sequence", Long.toString(content.sequence()));
    }
    headers.put("weft-attempt", Integer.toString(delivery.nextNumber()));
    if (delivery.kind() == Kind.REPLAY) {
      headers.put("weft-replay", "true");
    }
    if (trace != null) {
      headers.put("traceparent", trace.parent());
      if (!trace.state().isEmpty()) {
        headers.put("tracestate", trace.state());
      }
    }
    return headers;
  }
}
