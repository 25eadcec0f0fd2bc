package dev.weft.callback.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.callback.event.EventKind;
import dev.weft.chat.MessageType;
import dev.weft.delivery.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// A rule as JSON, both secrets in it: what the API answers, and what the store keeps. Fields that
/// are null are left out.
///
/// @param delivery [#PUSH], [#PULL] or [#PRESEND]
/// @param timeoutMs of a pre-send hook, as `onFailure` and `shadow`; null for other rules
/// @param retry the name of a policy, or the waits of the rule's own
/// @param onPoison `hold`, or after how many attempts a callback is parked
/// @param source `any`, `rest` or `sdk`
/// @param created milliseconds since 1970, as all times here
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleJson(
    String name,
    String delivery,
    @Nullable String url,
    @Nullable Long timeoutMs,
    @Nullable String onFailure,
    @Nullable Boolean shadow,
    List<String> events,
    boolean enabled,
    Object retry,
    Object onPoison,
    @Nullable Integer maxConcurrency,
    @Nullable Double maxPerSecond,
    String secret,
    String signingSecret,
    @Nullable String previousSigningSecret,
    @Nullable Long previousSigningSecretUntil,
    List<String> from,
    List<String> to,
    List<String> groupIds,
    List<String> extKeys,
    List<String> messageTypes,
    String source,
    List<String> envs,
    boolean securityFields,
    boolean copyMeta,
    long created,
    long modified) {

  /// Words of the field `delivery`.
  static final String PUSH = "push";

  static final String PULL = "pull";

  static final String PRESEND = "presend";

  public static RuleJson of(CallbackRule rule) {
    RuleTarget target = rule.target();
    RuleTarget.@Nullable Presend hook = target instanceof RuleTarget.Presend asked ? asked : null;
    RulePace pace = rule.pace();
    RuleFilter filter = rule.filter();
    RuleSecrets secrets = rule.secrets();
    @Nullable Instant until = secrets.previous() == null ? null : secrets.previousUntil();
    return new RuleJson(
        rule.name(),
        delivery(target),
        target.requested().map(URI::toString).orElse(null),
        hook == null ? null : hook.timeout().toMillis(),
        hook == null ? null : onFailure(hook),
        hook == null ? null : hook.shadow(),
        rule.events().stream().sorted().map(EventKind::word).toList(),
        rule.enabled(),
        retry(pace.retry()),
        pace.parkAfter() == null ? "hold" : Map.of("park", pace.parkAfter()),
        pace.throttle().maxConcurrency(),
        pace.throttle().maxPerSecond(),
        secrets.vendor(),
        secrets.signing(),
        until == null ? null : secrets.previous(),
        until == null ? null : until.toEpochMilli(),
        sorted(filter.from()),
        sorted(filter.to()),
        sorted(filter.groups()),
        sorted(filter.extKeys()),
        filter.types().stream().sorted().map(MessageType::wireName).toList(),
        filter.source() == null ? "any" : filter.source().name().toLowerCase(Locale.ROOT),
        sorted(filter.envs()),
        rule.options().securityFields(),
        rule.options().copyMeta(),
        rule.created().toEpochMilli(),
        rule.modified().toEpochMilli());
  }

  /// The word for where the callbacks of a rule go.
  public static String delivery(RuleTarget target) {
    return switch (target) {
      case RuleTarget.Http _ -> PUSH;
      case RuleTarget.Pull _ -> PULL;
      case RuleTarget.Presend _ -> PRESEND;
    };
  }

  private static String onFailure(RuleTarget.Presend hook) {
    return hook.block() ? "block" : "pass";
  }

  private static Object retry(RetryPolicy retry) {
    return retry.name().equals("custom")
        ? retry.delays().stream().map(RuleJson::text).toList()
        : retry.name();
  }

  /// A duration in the largest unit that keeps it whole.
  private static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = duration.toSeconds();
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
  }

  private static List<String> sorted(Set<String> values) {
    return values.stream().sorted().toList();
  }
}
