package dev.weft.web.api;

import java.util.LinkedHashMap;
import java.util.Map;

/// The vendor's error envelope (REST contract, section 1.3).
public final class ErrorEnvelope {

  private ErrorEnvelope() {}

  public static Answer.Document of(VendorException error, long timestamp) {
    return of(error, timestamp, false);
  }

  /// The answer to one exchange. Members get the `error_code` too, which their SDKs look for.
  public static Answer.Document of(VendorException error, HttpExchange exchange) {
    return of(error, exchange.started(), exchange.isForMembers());
  }

  private static Answer.Document of(VendorException error, long timestamp, boolean forMembers) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("error", error.error());
    fields.put("exception", error.exceptionName());
    fields.put("timestamp", timestamp);
    fields.put("duration", 0);
    fields.put("error_description", error.description());
    if (error.code() != 0 && (forMembers || error.hasCodeForAll())) {
      fields.put("error_code", error.code());
    }
    error.hint().ifPresent(hint -> fields.put("hint", hint));
    return new Answer.Document(error.status(), fields, error.headers());
  }
}
