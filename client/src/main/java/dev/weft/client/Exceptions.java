package dev.weft.client;

import dev.weft.receiver.Json;
import dev.weft.receiver.pull.AppCalls;
import java.io.IOException;
import java.util.List;

/// Exception storage: callbacks that were given up, by the ten minutes they belong to.
public final class Exceptions {

  private final AppCalls calls;

  Exceptions(AppCalls calls) {
    this.calls = calls;
  }

  /// What is stored, by its keys.
  public List<Json> list() throws IOException, InterruptedException {
    return calls.get("/callbacks/storage/info").get("data").elements();
  }

  /// Resends what is stored under one key; false if nothing is.
  ///
  /// @param key the beginning of ten minutes as `yyyyMMddHHmm`
  public boolean resend(String key) throws IOException, InterruptedException {
    return calls
        .post("/callbacks/storage/retry", Values.object("date", key))
        .get("data")
        .text("")
        .equals("success");
  }
}
