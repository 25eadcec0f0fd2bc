package dev.weft.callback.rule;

import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.Throttle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the fields of a rule that say how its callbacks are attempted. An explicit `null` takes a
/// limit away.
final class RulePaceReader {

  private static final int MAX_ATTEMPTS = 50;
  private static final Duration MAX_DELAY = Duration.ofDays(7);
  private static final int MAX_CONCURRENCY = 1_024;
  private static final double MIN_PER_SECOND = 0.1;
  private static final double MAX_PER_SECOND = 100_000;

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private final ObjectNode json;

  RulePaceReader(ObjectNode json) {
    this.json = json;
  }

  /// `old` with the fields that are given.
  ///
  /// @throws BadRuleException with a sentence that names the field
  RulePace over(RulePace old) {
    return new RulePace(
        retry().orElse(old.retry()),
        parkAfter(old.parkAfter()),
        new Throttle(
            concurrency(old.throttle().maxConcurrency()),
            perSecond(old.throttle().maxPerSecond())));
  }

  private Optional<RetryPolicy> retry() {
    JsonNode node = json.path("retry");
    if (isNothing(node)) {
      return Optional.empty();
    }
    if (node.isArray()) {
      return Optional.of(new RetryPolicy("custom", delays(node), 0, false));
    }
    return switch (node.asString("")) {
      case "durable" -> Optional.of(RetryPolicy.DURABLE);
      case "vendor" -> Optional.of(RetryPolicy.VENDOR);
      default ->
          throw new BadRuleException(
              "retry must be \"durable\", \"vendor\" or a list of waits such as"
                  + " [\"0s\", \"100ms\", \"5s\"]");
    };
  }

  private static List<Duration> delays(JsonNode texts) {
    if (texts.isEmpty() || texts.size() > MAX_ATTEMPTS) {
      throw new BadRuleException("retry must have 1 to " + MAX_ATTEMPTS + " waits");
    }
    List<Duration> delays = new ArrayList<>();
    for (JsonNode node : texts) {
      String text = node.asString("");
      Matcher matcher = DURATION.matcher(text);
      if (!matcher.matches()) {
        throw new BadRuleException(
            "retry has \"" + text + "\", which is not a wait such as \"100ms\", \"5s\" or \"2h\"");
      }
      Duration delay = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
      if (delay.compareTo(MAX_DELAY) > 0) {
        throw new BadRuleException("retry has \"" + text + "\"; a wait is at most 7 days");
      }
      delays.add(delay);
    }
    return delays;
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private @Nullable Integer parkAfter(@Nullable Integer old) {
    JsonNode node = json.path("on_poison");
    if (isNothing(node)) {
      return old;
    }
    if (node.isString() && node.stringValue().equals("hold")) {
      return null;
    }
    JsonNode park = node.path("park");
    if (node.size() != 1 || !isWithin(park, MAX_ATTEMPTS)) {
      throw new BadRuleException(
          "on_poison must be \"hold\" or {\"park\": N}, N being 1 to "
              + MAX_ATTEMPTS
              + " attempts");
    }
    return park.intValue();
  }

  private @Nullable Integer concurrency(@Nullable Integer old) {
    if (!json.has("max_concurrency")) {
      return old;
    }
    JsonNode node = json.path("max_concurrency");
    if (node.isNull()) {
      return null;
    }
    if (!isWithin(node, MAX_CONCURRENCY)) {
      throw new BadRuleException(
          "max_concurrency must be a whole number from 1 to " + MAX_CONCURRENCY + ", or null");
    }
    return node.intValue();
  }

  private static boolean isWithin(JsonNode node, int most) {
    return node.isInt() && node.intValue() >= 1 && node.intValue() <= most;
  }

  private @Nullable Double perSecond(@Nullable Double old) {
    if (!json.has("max_per_second")) {
      return old;
    }
    JsonNode node = json.path("max_per_second");
    if (node.isNull()) {
      return null;
    }
    double rate = node.isNumber() ? node.doubleValue() : 0;
    if (!(rate >= MIN_PER_SECOND && rate <= MAX_PER_SECOND)) {
      throw new BadRuleException("max_per_second must be a number from 0.1 to 100000, or null");
    }
    return rate;
  }

  private static boolean isNothing(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
