package dev.weft.web.api;

import dev.weft.delivery.NewDelivery;
import dev.weft.pull.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/// A fetched callback as JSON. Its body is a text, not an object: signatures are over its bytes,
/// and whoever reads and writes JSON does not keep those.
public final class EventJson {

  private EventJson() {}

  public static Map<String, Object> of(Event event) {
    NewDelivery content = event.delivery().content();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cursor", Long.toString(event.position()));
    json.put("call_id", content.callId().value());
    json.put("thread", content.lane().conversation());
    json.put("operation", content.operation());
    if (content.sequence() > 0) {
      json.put("sequence", content.sequence());
    }
    json.put("created", content.created().toEpochMilli());
    json.put("headers", event.headers());
    json.put("body", content.body().toString());
    return json;
  }

  /// One message of an event stream (WHATWG HTML, server-sent events).
  static String message(Event event) {
    return "id: "
        + event.position()
        + "\nevent: callback\ndata: "
        + Json.MAPPER.writeValueAsString(of(event))
        + "\n\n";
  }
}
