package dev.weft.web.weft;

import dev.weft.delivery.Ban;
import dev.weft.delivery.EndpointHealth;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// How a rule does with its endpoint, as JSON.
public final class EndpointHealthJson {

  private EndpointHealthJson() {}

  public static Map<String, Object> of(EndpointHealth health) {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (health) {
      case EndpointHealth.Delivering() -> json.put("state", "delivering");
      case EndpointHealth.Disabled() -> json.put("state", "disabled");
      case EndpointHealth.Paused(String reason, Instant since) -> {
        json.put("state", "paused");
        json.put("reason", reason);
        json.put("since", since.toEpochMilli());
      }
      case EndpointHealth.Banned(Ban(int number, Instant since, Instant until)) -> {
        json.put("state", "banned");
        json.put("number", number);
        json.put("since", since.toEpochMilli());
        json.put("until", until.toEpochMilli());
      }
      case EndpointHealth.Open(Instant since, Instant nextProbe) -> {
        json.put("state", "open");
        json.put("since", since.toEpochMilli());
        json.put("next_probe", nextProbe.toEpochMilli());
      }
      case EndpointHealth.Recovering(int allowed) -> {
        json.put("state", "recovering");
        json.put("allowed", allowed);
      }
    }
    return json;
  }
}
