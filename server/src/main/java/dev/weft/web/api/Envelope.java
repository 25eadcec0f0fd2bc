package dev.weft.web.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// The vendor's answer envelope (REST contract, section 1.2). The full one is sent everywhere:
/// clients skip the keys they do not know.
public final class Envelope {

  private final Call call;
  private final Map<String, Object> fields = new LinkedHashMap<>();

  private Envelope(Call call) {
    this.call = call;
    String path = call.path();
    fields.put("path", path);
    fields.put("uri", call.baseUrl() + path);
    fields.put("timestamp", call.started());
    if (!call.isByAppId()) {
      fields.put("organization", call.app().key().org());
      fields.put("application", call.app().uuid().toString());
    }
    fields.put("action", call.method().toLowerCase(java.util.Locale.ROOT));
  }

  public static Envelope of(Call call) {
    return new Envelope(call);
  }

  /// The result in `data`.
  public static Answer data(Call call, Object data) {
    return of(call).with("data", data).answer();
  }

  /// The result in `data` beside an empty `entities`, as group endpoints have it.
  public static Answer groupData(Call call, Object data) {
    return of(call).with("entities", List.of()).with("data", data).answer();
  }

  /// The result in `entities`.
  public static Answer entities(Call call, List<?> entities) {
    return of(call).with("entities", entities).answer();
  }

  /// Sets a key, also one that the envelope has from the start.
  public Envelope with(String key, @Nullable Object value) {
    fields.put(key, value == null ? JsonNodeFactory.instance.nullNode() : value);
    return this;
  }

  /// `path` and `uri` where the vendor's differ from the request's.
  public Envelope at(String path) {
    return with("path", path).with("uri", call.baseUrl() + path);
  }

  /// `properties.cursor`. Never null: the official SDK reads it without a check.
  public Envelope cursor(@Nullable String cursor) {
    return with("properties", Map.of("cursor", cursor == null ? "" : cursor));
  }

  public Answer answer() {
    fields.put("duration", call.duration());
    if (!call.isByAppId()) {
      fields.put("applicationName", call.app().key().app());
    }
    return new Answer.Document(200, fields);
  }
}
