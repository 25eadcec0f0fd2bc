package dev.weft.client;

import dev.weft.receiver.Json;
import dev.weft.receiver.pull.AppCalls;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The callback rules of the app. Fields are those of the API.
public final class Rules {

  private final AppCalls calls;

  Rules(AppCalls calls) {
    this.calls = calls;
  }

  /// Makes a rule and answers it, secrets included.
  public Json create(Map<String, ?> fields) throws IOException, InterruptedException {
    return calls.post("/callbacks/rules", Values.of(fields)).get("data");
  }

  /// All rules of the app.
  public List<Json> list() throws IOException, InterruptedException {
    return calls.get("/callbacks/rules").get("data").elements();
  }

  public Json get(String rule) throws IOException, InterruptedException {
    return calls.get(path(rule)).get("data");
  }

  /// Changes the fields that are given, and answers the rule.
  public Json change(String rule, Map<String, ?> fields) throws IOException, InterruptedException {
    return calls.put(path(rule), Values.of(fields)).get("data");
  }

  /// Sends a sample once; answers what came back.
  public Json test(String rule) throws IOException, InterruptedException {
    return calls.call("POST", path(rule) + "/test", null).get("data");
  }

  /// Ends whatever keeps the rule from delivering.
  public Json resume(String rule) throws IOException, InterruptedException {
    return calls.call("POST", path(rule) + "/resume", null).get("data");
  }

  /// Deletes a rule. What it has not delivered is given up.
  public void delete(String rule) throws IOException, InterruptedException {
    calls.delete(path(rule));
  }

  private static String path(String rule) {
    return "/callbacks/rules/" + AppCalls.encode(rule);
  }
}
