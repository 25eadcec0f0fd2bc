package dev.weft.e2e;

import static org.awaitility.Awaitility.await;

import dev.weft.app.OperatorRole;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every operation of rules, deliveries, pulling and replaying, for the walk through the document.
///
/// @param server for operators
/// @param calls by the app
record CallbackCalls(RunningServer server, DocumentedCalls calls) {

  private static final ApiDocument CALLBACKS = ApiDocument.read("asyncapi.yaml");

  void rules(Inbox inbox, String thread) {
    String rule =
        """
        {"name":"lunch","url":"%s","retry":["0s","100ms"],"on_poison":{"park":2},
         "max_concurrency":8,"max_per_second":99.5,"from":["user1"],"message_types":["txt"]}
        """
            .formatted(inbox.url());
    ObjectNode made = (ObjectNode) calls.ok("POST", "/callbacks/rules", rule).get("data");
    calls.refused(409, "POST", "/callbacks/rules", rule);
    calls.refused(
        400, "POST", "/callbacks/rules", "{\"name\":\"private\",\"url\":\"http://10.0.0.1/\"}");
    calls.ok("GET", "/callbacks/rules", null);
    calls.ok("GET", "/callbacks/rules/lunch", null);
    calls.refused(404, "GET", "/callbacks/rules/dinner", null);
    calls.ok("PUT", "/callbacks/rules/lunch", made.toString());
    calls.ok("PUT", "/callbacks/rules/lunch", "{\"signing_secret\":\"whsec_c2VjcmV0c2VjcmV0\"}");
    calls.ok("POST", "/callbacks/rules/lunch/test", null);
    inbox.next();
    inbox.answer(_ -> 500);
    calls.ok("POST", "/callbacks/rules/lunch/test", null);
    inbox.next();
    inbox.answer(_ -> 410);
    calls.send("/messages/chatgroups", thread, "txt", "{\"msg\":\"Rice\"}");
    inbox.next();
    awaitPaused();
    inbox.answer(_ -> 500);
    calls.ok("POST", "/callbacks/rules/lunch/resume", null);
    calls.refused(404, "POST", "/callbacks/rules/dinner/resume", null);
    calls.ok("POST", "/callbacks/rules/lunch/retry", null);
    calls.refused(404, "POST", "/callbacks/rules/dinner/retry", null);
    inbox.next();
    calls.send("/messages/chatgroups", thread, "txt", "{\"msg\":\"Noodles\"}");
    inbox.next(2);
    JsonNode deliveries = calls.ok("GET", "/callbacks/deliveries?limit=2&thread=" + thread, null);
    String call = deliveries.at("/data/0/call_id").stringValue();
    calls.ok("GET", "/callbacks/deliveries/" + call.replace("#", "%23"), null);
    calls.ok("GET", "/callbacks/deliveries?state=discarded&rule=lunch", null);
    calls.refused(404, "GET", "/callbacks/deliveries?rule=dinner", null);
    String message = deliveries.at("/data/0/msg_id").stringValue();
    calls.ok("GET", "/callbacks/deliveries?msg_id=" + message, null);
    calls.ok("GET", "/callbacks/explain?msg_id=" + message, null);
    calls.refused(404, "GET", "/callbacks/explain?msg_id=1", null);
    replays(inbox, call.replace("#", "%23"));
    calls.ok("DELETE", "/callbacks/rules/lunch", null);
  }

  /// Each answer on the way is held against the document, too.
  private void awaitPaused() {
    await()
        .until(
            () ->
                calls
                    .ok("GET", "/callbacks/rules", null)
                    .at("/data/0/health/state")
                    .stringValue()
                    .equals("paused"));
  }

  void pull(String thread) {
    String rule = "{\"name\":\"laptop\",\"delivery\":\"pull\",\"events\":[\"message\",\"thread\"]}";
    ObjectNode made = (ObjectNode) calls.ok("POST", "/callbacks/rules", rule).get("data");
    calls.ok("PUT", "/callbacks/rules/laptop", made.toString());
    calls.refused(400, "POST", "/callbacks/rules/laptop/test", null);
    calls.send("/messages/chatgroups", thread, "txt", "{\"msg\":\"Noodles\"}");
    JsonNode page = calls.ok("GET", "/callbacks/events?rule=laptop&limit=1&consumer=dev", null);
    page.get("data")
        .forEach(
            event -> {
              JsonNode body = ApiClient.JSON.readTree(event.get("body").stringValue());
              CALLBACKS.assertIs("MessageCallback", body);
              CALLBACKS.assertIs("Headers", event.get("headers"));
            });
    calls.ok("GET", "/callbacks/events?rule=laptop&after=latest", null);
    calls.refused(404, "GET", "/callbacks/events?rule=none", null);
    calls.refused(404, "GET", "/callbacks/stream?rule=none", null);
    String commit = "{\"rule\":\"laptop\",\"cursor\":\"" + page.get("cursor").stringValue() + "\"}";
    calls.ok("POST", "/callbacks/consumers/dev/commit", commit);
    calls.refused(
        400,
        "POST",
        "/callbacks/consumers/dev/commit",
        "{\"rule\":\"laptop\",\"cursor\":\"99999\"}");
    calls.ok("GET", "/callbacks/consumers?rule=laptop", null);
    calls.ok("DELETE", "/callbacks/consumers/dev?rule=laptop", null);
    calls.refused(404, "DELETE", "/callbacks/consumers/dev?rule=laptop", null);
    calls.ok("DELETE", "/callbacks/rules/laptop", null);
  }

  private void replays(Inbox inbox, String call) {
    JsonNode keys =
        await()
            .until(
                () -> calls.ok("GET", "/callbacks/storage/info", null).get("data"),
                data -> !data.isEmpty());
    inbox.answer(_ -> 200);
    String retry =
        """
        {"date":"%s","retry":0,"targetUrl":"%s"}
        """
            .formatted(keys.at("/0/date").stringValue(), inbox.url());
    calls.ok("POST", "/callbacks/storage/retry", retry);
    inbox.next();
    await().until(() -> calls.ok("GET", "/callback/storage/info", null).get("data").isEmpty());
    calls.ok("POST", "/callback/storage/retry", retry);
    calls.refused(400, "POST", "/callbacks/storage/retry", "{\"date\":\"today\"}");
    calls.ok("POST", "/callbacks/replay", "{\"rule\":\"lunch\",\"dry_run\":true}");
    String replay =
        """
        {"rule":"lunch","since":0,"state":"delivered","call_ids":[],"target_url":"%s","rate":9}
        """
            .formatted(inbox.url());
    int job = calls.ok("POST", "/callbacks/replay", replay).at("/data/id").intValue();
    inbox.next();
    calls.refused(404, "POST", "/callbacks/replay", "{\"rule\":\"dinner\"}");
    calls.ok("GET", "/callbacks/replay", null);
    String viewer = server.operator("ann", OperatorRole.VIEWER);
    calls.withToken(viewer).ok("GET", "/callbacks/nodes", null);
    calls.refused(403, "GET", "/callbacks/nodes", null);
    calls.ok("GET", "/callbacks/replay/" + job, null);
    calls.ok("DELETE", "/callbacks/replay/" + job, null);
    calls.refused(404, "GET", "/callbacks/replay/0", null);
    calls.ok("POST", "/callbacks/deliveries/" + call + "/resend", null);
    calls.ok("POST", "/callbacks/deliveries/" + call + "/resend", "{\"rule\":\"lunch\"}");
    calls.refused(404, "POST", "/callbacks/deliveries/unknown/resend", null);
    calls.ok("GET", "/callbacks/deliveries?rule=lunch", null);
  }
}
