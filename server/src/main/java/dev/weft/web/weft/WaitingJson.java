package dev.weft.web.weft;

import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Lane;
import dev.weft.delivery.State;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.engine.LaneWait;
import dev.weft.delivery.log.LoggedDelivery;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What undelivered callbacks wait for, as JSON. For one answer: each lane is looked at once.
final class WaitingJson {

  private final Dispatcher dispatcher;
  private final Map<Lane, Optional<LaneWait>> lanes = new HashMap<>();

  WaitingJson(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /// Adds to `json` when a pending delivery is tried next, and what it waits behind.
  void addTo(Map<String, Object> json, LoggedDelivery delivery) {
    if (delivery.state() != State.PENDING) {
      return;
    }
    Optional<LaneWait> found = lanes.computeIfAbsent(delivery.lane(), dispatcher::waiting);
    found.ifPresent(waiting -> json.put("waits_for", of(waiting, delivery)));
  }

  private static Map<String, Object> of(LaneWait waiting, LoggedDelivery delivery) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!waiting.head().callId().equals(delivery.callId())) {
      json.put("behind", waiting.head().callId().value());
    }
    put(json, "next_attempt", waiting.head().nextAttempt());
    put(json, "next_probe", waiting.nextProbe());
    if (!(waiting.health() instanceof EndpointHealth.Delivering)) {
      json.put("rule", EndpointHealthJson.of(waiting.health()));
    }
    return json;
  }

  private static void put(Map<String, Object> json, String name, @Nullable Instant moment) {
    if (moment != null) {
      json.put(name, moment.toEpochMilli());
    }
  }
}
