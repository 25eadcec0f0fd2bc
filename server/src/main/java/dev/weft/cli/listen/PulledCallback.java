package dev.weft.cli.listen;

import dev.weft.cli.base.DeliveryTexts;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A callback that was fetched from the server.
///
/// @param cursor where it stands among those of its rule
/// @param thread what keeps its order
/// @param headers those it would have been sent with
/// @param body the exact text that is signed
/// @param fetched [System#nanoTime] when it was fetched: its signature is that old
record PulledCallback(
    long cursor,
    String thread,
    String change,
    Map<String, String> headers,
    String body,
    long fetched) {

  static PulledCallback parse(String json) {
    return of(JsonMapper.shared().readTree(json));
  }

  static PulledCallback of(JsonNode event) {
    Map<String, String> headers = new LinkedHashMap<>();
    event
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asString("")));
    return new PulledCallback(
        event.path("cursor").asLong(0),
        event.path("thread").asString(""),
        DeliveryTexts.change(event),
        headers,
        event.path("body").asString(""),
        System.nanoTime());
  }
}
