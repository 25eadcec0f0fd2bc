package dev.weft.web.operator;

import dev.weft.app.OperatorRole;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Errors;
import dev.weft.web.api.HttpExchange;
import dev.weft.web.operator.OperatorRoutes.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The built-in receiver: what it is sent, and what operators see of it.
public final class BinRoutes {

  /// Methods of a receiver's URL.
  static final String METHODS = "OPTIONS, POST";

  private static final int PAGE = 50;

  private static final int LOWEST_STATUS = 200;

  private static final int HIGHEST_STATUS = 599;

  /// Headers that browsers send along when a page calls: no callback has them.
  private static final List<String> OF_PAGES = List.of("Origin", "Sec-Fetch-Site", "Cookie");

  private final CallbackBin bin;

  public BinRoutes(CallbackBin bin) {
    this.bin = bin;
  }

  public void addTo(OperatorRoutes routes) {
    routes
        .add("GET", "/bins", OperatorRole.VIEWER, Scope.INSTALLATION, call -> bins())
        .add("GET", "/bins/{}", OperatorRole.VIEWER, Scope.INSTALLATION, this::received)
        .add("PUT", "/bins/{}", OperatorRole.OPERATOR, Scope.INSTALLATION, this::change)
        .add("DELETE", "/bins/{}", OperatorRole.OPERATOR, Scope.INSTALLATION, this::clear);
  }

  /// Answers a request to a bin.
  ///
  /// @param segments of its path, which begins with `console/bin`
  Answer receive(HttpExchange exchange, List<String> segments) {
    if (!bin.isOn() || segments.size() != 3 || !isName(segments.get(2))) {
      return ConsoleFiles.text(404, "There is no such receiver.\n");
    }
    if (!exchange.method().equals("POST")) {
      throw Errors.methodNotAllowed(exchange.method(), METHODS);
    }
    if (OF_PAGES.stream().anyMatch(name -> exchange.header(name).isPresent())) {
      throw OperatorCall.forbidden("pages of browsers may not send anything here");
    }
    int status =
        bin.receive(segments.get(2), exchange.now(), exchange.headers(), exchange.readBody());
    return ConsoleFiles.text(status, "received\n");
  }

  private static boolean isName(String text) {
    return CallbackBin.NAME.matcher(text).matches();
  }

  private Answer bins() {
    Map<String, Object> json = new LinkedHashMap<>();
    Optional<String> url = bin.url();
    json.put("on", url.isPresent());
    url.ifPresent(text -> json.put("url", text));
    json.put("bins", bin.bins());
    return OperatorCall.data(json);
  }

  private Answer received(OperatorCall call) {
    String name = name(call);
    boolean text = call.session().seesText();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("status", bin.status(name));
    json.put(
        "received",
        bin.received(name, PAGE).stream().map(one -> BinRoutes.json(one, text)).toList());
    return OperatorCall.data(json);
  }

  private static Map<String, Object> json(CallbackBin.Received one, boolean seesText) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", one.number());
    json.put("at", one.at());
    json.put("status", one.status());
    json.put("headers", one.headers());
    json.put("size", one.size());
    json.put("whole", one.isWhole());
    if (seesText) {
      json.put("body", one.body());
    }
    return json;
  }

  private Answer change(OperatorCall call) {
    String name = name(call);
    long status = call.json().number("status").orElse(0L);
    if (status < LOWEST_STATUS || status > HIGHEST_STATUS) {
      throw Errors.illegalArgument("status must be 200 to 599");
    }
    bin.answerWith(name, (int) status);
    return OperatorCall.data(Map.of("name", name, "status", status));
  }

  private Answer clear(OperatorCall call) {
    String name = name(call);
    bin.clear(name);
    return OperatorCall.data(Map.of("name", name, "status", bin.status(name)));
  }

  private String name(OperatorCall call) {
    if (!bin.isOn()) {
      throw OperatorCall.missing(
          "the built-in receiver is off: it is there while only this machine can reach the server");
    }
    if (!isName(call.parameter(0))) {
      throw Errors.illegalArgument("a receiver is named with up to 64 letters, digits, _ and -");
    }
    return call.parameter(0);
  }
}
