package dev.weft.web.operator;

import dev.weft.app.operator.OperatorSession;
import dev.weft.web.api.Answer;
import dev.weft.web.api.HttpExchange;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Query;
import dev.weft.web.api.VendorException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request of an operator, who may make it.
record OperatorCall(HttpExchange exchange, OperatorSession session, List<String> parameters) {

  /// Answers one request.
  @FunctionalInterface
  interface Handler {
    Answer handle(OperatorCall call);
  }

  Query query() {
    return exchange.query();
  }

  JsonBody json() {
    return exchange.json();
  }

  String parameter(int index) {
    return parameters.get(index);
  }

  /// An answer with `data` in it.
  static Answer data(Object data) {
    return new Answer.Document(200, Map.of("data", data));
  }

  /// A page of a list.
  ///
  /// @param cursor of the next page; null if there is none
  static Answer page(List<?> data, @Nullable String cursor) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("data", data);
    json.put("count", data.size());
    if (cursor != null) {
      json.put("cursor", cursor);
    }
    return new Answer.Document(200, json);
  }

  static VendorException missing(String sentence) {
    return new VendorException(404, "resource_not_found", "OperatorException", sentence);
  }

  static VendorException forbidden(String sentence) {
    return new VendorException(403, "forbidden", "OperatorException", sentence);
  }

  static VendorException unauthorized(String sentence) {
    return new VendorException(401, "unauthorized", "OperatorException", sentence);
  }
}
