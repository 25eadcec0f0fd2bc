package dev.weft.callback.rule;

import dev.weft.callback.event.EventKind;
import dev.weft.chat.MessageType;
import dev.weft.chat.Source;
import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.Throttle;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A rule as JSON: what the API answers, and what the store keeps.
public final class RuleJson {

  /// Words of the field `delivery`.
  static final String PUSH = "push";

  static final String PULL = "pull";

  static final String PRESEND = "presend";

  private RuleJson() {}

  /// The fields of a rule, both secrets among them.
  public static Map<String, Object> of(CallbackRule rule) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", rule.name());
    switch (rule.target()) {
      case RuleTarget.Http(URI url) -> {
        json.put("delivery", PUSH);
        json.put("url", url.toString());
      }
      case RuleTarget.Pull() -> json.put("delivery", PULL);
      case RuleTarget.Presend hook -> {
        json.put("delivery", PRESEND);
        json.put("url", hook.url().toString());
        json.put("timeout_ms", hook.timeout().toMillis());
        json.put("on_failure", hook.block() ? "block" : "pass");
        json.put("shadow", hook.shadow());
      }
    }
    json.put("events", rule.events().stream().sorted().map(EventKind::word).toList());
    json.put("enabled", rule.enabled());
    json.put("retry", retry(rule.pace().retry()));
    Integer parkAfter = rule.pace().parkAfter();
    json.put("on_poison", parkAfter == null ? "hold" : Map.of("park", parkAfter));
    Throttle throttle = rule.pace().throttle();
    put(json, "max_concurrency", throttle.maxConcurrency());
    put(json, "max_per_second", throttle.maxPerSecond());
    json.put("secret", rule.secrets().vendor());
    json.put("signing_secret", rule.secrets().signing());
    if (rule.secrets().previous() != null && rule.secrets().previousUntil() != null) {
      json.put("previous_signing_secret", rule.secrets().previous());
      json.put("previous_signing_secret_until", rule.secrets().previousUntil().toEpochMilli());
    }
    RuleFilter filter = rule.filter();
    json.put("from", sorted(filter.from()));
    json.put("to", sorted(filter.to()));
    json.put("group_ids", sorted(filter.groups()));
    json.put("ext_keys", sorted(filter.extKeys()));
    json.put("message_types", filter.types().stream().sorted().map(MessageType::wireName).toList());
    Source source = filter.source();
    json.put("source", source == null ? "any" : source.name().toLowerCase(Locale.ROOT));
    json.put("security_fields", rule.options().securityFields());
    json.put("copy_meta", rule.options().copyMeta());
    json.put("created", rule.created().toEpochMilli());
    json.put("modified", rule.modified().toEpochMilli());
    return json;
  }

  private static void put(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
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
