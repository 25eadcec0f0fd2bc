package dev.weft.delivery.engine;

import dev.weft.delivery.Ban;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line whenever a rule comes to stand otherwise with its endpoint.
final class EndpointHealthLog {

  private static final Logger log = LoggerFactory.getLogger("dev.weft.delivery.health");

  private EndpointHealthLog() {}

  static void write(Endpoint endpoint, EndpointHealth health) {
    String rule = endpoint.name();
    long number = endpoint.owner().number();
    switch (health) {
      case EndpointHealth.Delivering _ -> log.info("delivering rule={} id={}", rule, number);
      case EndpointHealth.Disabled _ -> log.info("disabled rule={} id={}", rule, number);
      case EndpointHealth.Paused(String reason, _) ->
          log.warn("paused rule={} id={} reason=\"{}\"", rule, number, reason);
      case EndpointHealth.Banned(Ban ban) ->
          log.warn(
              "banned rule={} id={} number={} until={}", rule, number, ban.number(), ban.until());
      case EndpointHealth.Open(_, var nextProbe) ->
          log.warn("open rule={} id={} next={}", rule, number, nextProbe);
      case EndpointHealth.Recovering _ -> log.info("recovering rule={} id={}", rule, number);
    }
  }
}
