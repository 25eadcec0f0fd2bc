package dev.weft.client;

import dev.weft.receiver.Json;
import dev.weft.receiver.pull.AppCalls;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Jobs that send again what was sent before.
public final class Replays {

  private final AppCalls calls;

  Replays(AppCalls calls) {
    this.calls = calls;
  }

  /// Starts a job with the fields of the API and answers it.
  public Json start(Map<String, ?> fields) throws IOException, InterruptedException {
    return calls.post("/callbacks/replay", Values.of(fields)).get("data");
  }

  public List<Json> list() throws IOException, InterruptedException {
    return calls.get("/callbacks/replay").get("data").elements();
  }

  public Json get(String job) throws IOException, InterruptedException {
    return calls.get(path(job)).get("data");
  }

  /// Ends a job before it is done.
  public Json cancel(String job) throws IOException, InterruptedException {
    return calls.delete(path(job)).get("data");
  }

  private static String path(String job) {
    return "/callbacks/replay/" + AppCalls.encode(job);
  }
}
