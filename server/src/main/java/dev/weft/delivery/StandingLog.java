package dev.weft.delivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line whenever a rule comes to stand otherwise with its endpoint.
final class StandingLog {

  private static final Logger log = LoggerFactory.getLogger("dev.weft.delivery.standing");

  private StandingLog() {}

  static void write(Endpoint endpoint, Standing standing) {
    String rule = endpoint.name();
    long number = endpoint.rule().value();
    switch (standing) {
      case Standing.Delivering _ -> log.info("delivering rule={} id={}", rule, number);
      case Standing.Disabled _ -> log.info("disabled rule={} id={}", rule, number);
      case Standing.Paused(String reason, _) ->
          log.warn("paused rule={} id={} reason=\"{}\"", rule, number, reason);
      case Standing.Banned(Ban ban) ->
          log.warn(
              "banned rule={} id={} number={} until={}", rule, number, ban.number(), ban.until());
      case Standing.Open(_, var nextProbe) ->
          log.warn("open rule={} id={} next={}", rule, number, nextProbe);
      case Standing.Recovering _ -> log.info("recovering rule={} id={}", rule, number);
    }
  }
}
