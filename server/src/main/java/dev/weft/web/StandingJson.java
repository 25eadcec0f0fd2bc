package dev.weft.web;

import dev.weft.delivery.Ban;
import dev.weft.delivery.Standing;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// How a rule stands with its endpoint, as JSON.
final class StandingJson {

  private StandingJson() {}

  static Map<String, Object> of(Standing standing) {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (standing) {
      case Standing.Delivering() -> json.put("state", "delivering");
      case Standing.Disabled() -> json.put("state", "disabled");
      case Standing.Paused(String reason, Instant since) -> {
        json.put("state", "paused");
        json.put("reason", reason);
        json.put("since", since.toEpochMilli());
      }
      case Standing.Banned(Ban(int number, Instant since, Instant until)) -> {
        json.put("state", "banned");
        json.put("number", number);
        json.put("since", since.toEpochMilli());
        json.put("until", until.toEpochMilli());
      }
      case Standing.Open(Instant since, Instant nextProbe) -> {
        json.put("state", "open");
        json.put("since", since.toEpochMilli());
        json.put("next_probe", nextProbe.toEpochMilli());
      }
      case Standing.Recovering(int allowed) -> {
        json.put("state", "recovering");
        json.put("allowed", allowed);
      }
    }
    return json;
  }
}
