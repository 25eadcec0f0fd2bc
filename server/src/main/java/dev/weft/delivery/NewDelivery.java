package dev.weft.delivery;

import dev.weft.trace.TraceContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A callback to be delivered, as it enters the outbox.
///
/// @param app number of the app it belongs to, for listing; opaque to delivery
/// @param operation value of the `weft-operation` header: send, recall, modify, or the event's own
/// @param sequence value of the `weft-sequence` header; 0 when the callback is not numbered
/// @param subject id of the message or thing it is about, for "why did I not get it?"
/// @param body the JSON, rendered once and sent unchanged over all attempts
/// @param created time of the event
/// @param trace of the request that caused it; null if it belonged to none
public record NewDelivery(
    long app,
    Lane lane,
    CallId callId,
    String operation,
    long sequence,
    String subject,
    Body body,
    Instant created,
    @Nullable TraceContext trace) {

  /// One that belongs to no trace.
  public NewDelivery(
      long app,
      Lane lane,
      CallId callId,
      String operation,
      long sequence,
      String subject,
      Body body,
      Instant created) {
    this(app, lane, callId, operation, sequence, subject, body, created, null);
  }
}
