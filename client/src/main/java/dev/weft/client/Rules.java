package dev.weft.client;

import dev.weft.receiver.Json;
import dev.weft.receiver.pull.AppCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The callback rules of the app. Fields are those of the API.
public final class Rules {

  /// The most rules of one page.
  private static final int PAGE = 500;

  private final AppCalls calls;

  Rules(AppCalls calls) {
    this.calls = calls;
  }

  /// Makes a rule and answers it, secrets included.
  public Json create(Map<String, ?> fields) throws IOException, InterruptedException {
    return calls.post("/callbacks/rules", Values.of(fields)).get("data");
  }

  /// All rules of the app, oldest first. Asks for as many pages as there are.
  public List<Json> list() throws IOException, InterruptedException {
    List<Json> rules = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      String path = new Query().and("limit", PAGE).and("cursor", cursor).behind("/callbacks/rules");
      Page page = Page.of(calls.get(path));
      rules.addAll(page.data());
      cursor = page.cursor();
    } while (cursor != null);
    return rules;
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
