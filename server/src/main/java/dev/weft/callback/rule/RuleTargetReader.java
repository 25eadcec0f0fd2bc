package dev.weft.callback.rule;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads where the callbacks of a rule go, and what a pre-send hook waits for.
final class RuleTargetReader {

  private static final int MAX_URL = 2048;

  private final RuleFields fields;

  RuleTargetReader(ObjectNode json) {
    fields = new RuleFields(json);
  }

  /// That of a new rule.
  RuleTarget create() {
    String delivery = fields.text("delivery").orElse(RuleJson.PUSH);
    return switch (delivery) {
      case RuleJson.PULL -> new RuleTarget.Pull();
      case RuleJson.PUSH -> new RuleTarget.Http(requiredUrl());
      case RuleJson.PRESEND ->
          over(new RuleTarget.Presend(requiredUrl(), RuleTarget.Presend.TIMEOUT, false, false));
      default -> throw new BadRuleException("delivery must be \"push\", \"pull\" or \"presend\"");
    };
  }

  private URI requiredUrl() {
    return url().orElseThrow(() -> new BadRuleException("url is required"));
  }

  /// `old` with what is given. What was sent has been sent, and what was only kept has nowhere to
  /// go: a rule stays what it is.
  RuleTarget over(RuleTarget old) {
    String kind = RuleJson.delivery(old);
    if (fields.text("delivery").filter(given -> !given.equals(kind)).isPresent()) {
      throw new BadRuleException("delivery cannot be changed: make a new rule and delete this one");
    }
    if (!(old instanceof RuleTarget.Presend)) {
      refuseHookFields();
    }
    return switch (old) {
      case RuleTarget.Http(URI before) -> new RuleTarget.Http(url().orElse(before));
      case RuleTarget.Pull pull -> {
        if (url().isPresent()) {
          throw new BadRuleException(
              "url is for rules that push: this one has \"delivery\":\"pull\"");
        }
        yield pull;
      }
      case RuleTarget.Presend hook ->
          new RuleTarget.Presend(
              url().orElse(hook.url()),
              timeout().orElse(hook.timeout()),
              block().orElse(hook.block()),
              fields.flag("shadow").orElse(hook.shadow()));
    };
  }

  private void refuseHookFields() {
    for (String field : new String[] {"timeout_ms", "on_failure", "shadow"}) {
      if (fields.has(field)) {
        throw new BadRuleException(
            field + " is for pre-send hooks: this rule has no \"delivery\":\"presend\"");
      }
    }
  }

  private Optional<Duration> timeout() {
    Optional<JsonNode> given = fields.value("timeout_ms");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    JsonNode node = given.get();
    long shortest = RuleTarget.Presend.SHORTEST.toMillis();
    long longest = RuleTarget.Presend.LONGEST.toMillis();
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < shortest
        || node.longValue() > longest) {
      throw new BadRuleException("timeout_ms must be " + shortest + " to " + longest);
    }
    return Optional.of(Duration.ofMillis(node.longValue()));
  }

  private Optional<Boolean> block() {
    return fields
        .text("on_failure")
        .map(
            word ->
                switch (word) {
                  case "pass" -> false;
                  case "block" -> true;
                  default -> throw new BadRuleException("on_failure must be \"pass\" or \"block\"");
                });
  }

  private Optional<URI> url() {
    return fields
        .text("url")
        .map(
            text -> {
              try {
                URI url = new URI(text);
                String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
                if (text.length() > MAX_URL
                    || url.getRawAuthority() == null
                    || !(scheme.equals("http") || scheme.equals("https"))) {
                  throw new BadRuleException("url must be an http or https URL with a host");
                }
                return url;
              } catch (URISyntaxException e) {
                throw new BadRuleException("url is not a URL: " + e.getReason());
              }
            });
  }
}
