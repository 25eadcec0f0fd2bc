package dev.weft.web.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.weft.app.App;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.RuleJson;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.log.RecentAttempts;
import dev.weft.delivery.log.Waiting;
import dev.weft.web.weft.EndpointHealthJson;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// How one rule does, as JSON. What there is not is null and left out.
///
/// @param oldest when its oldest undelivered callback was created, in milliseconds since 1970
/// @param counts attempts of late, those that succeeded and those that failed
@JsonInclude(JsonInclude.Include.NON_NULL)
record RuleOverviewJson(
    String app,
    String rule,
    String delivery,
    @Nullable String url,
    EndpointHealthJson health,
    long undelivered,
    @Nullable Long oldest,
    @JsonUnwrapped RecentAttempts.Counts counts) {

  static RuleOverviewJson of(
      App app,
      CallbackRule rule,
      EndpointHealth health,
      @Nullable Waiting waiting,
      RecentAttempts.Counts counts) {
    @Nullable String url = rule.target().requested().map(URI::toString).orElse(null);
    return new RuleOverviewJson(
        app.key().toString(),
        rule.name(),
        RuleJson.delivery(rule.target()),
        url,
        EndpointHealthJson.of(health),
        waiting == null ? 0 : waiting.count(),
        waiting == null ? null : waiting.oldest().toEpochMilli(),
        counts);
  }
}
