package dev.weft.web.operator;

import dev.weft.callback.rule.Rules;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.log.FailedAttempt;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Attempts that did not deliver, put together by what is the same about them: the rule, the status
/// or what kept the answer from coming, and the shape of what was said.
final class FailureGroups {

  /// The newest failed attempts that are looked at.
  static final int LOOKED_AT = 5000;

  /// Callbacks that a group names; a replay takes as many.
  private static final int MAX_CALLS = 100;

  private static final int MAX_SHAPE = 120;

  private FailureGroups() {}

  private record Key(
      long app,
      LaneOwner owner,
      @Nullable Integer status,
      @Nullable String failure,
      String shape) {}

  private static final class Group {
    private final Set<String> calls = new LinkedHashSet<>();
    private final Set<String> threads = new HashSet<>();
    private int attempts;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    void add(FailedAttempt attempt) {
      attempts++;
      calls.add(attempt.callId().value());
      threads.add(attempt.conversation());
      first = attempt.started().isBefore(first) ? attempt.started() : first;
      last = attempt.started().isAfter(last) ? attempt.started() : last;
    }
  }

  /// The groups as JSON, the one with the newest failure first.
  static List<FailureGroupJson> of(List<FailedAttempt> attempts, FoundJson json, Rules rules) {
    Map<Key, Group> groups = new LinkedHashMap<>();
    for (FailedAttempt one : attempts) {
      Key key = new Key(one.app(), one.owner(), one.status(), one.failure(), shape(one.text()));
      groups.computeIfAbsent(key, _ -> new Group()).add(one);
    }
    return groups.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Key, Group> entry) -> entry.getValue().last).reversed())
        .map(entry -> json(entry.getKey(), entry.getValue(), json, rules))
        .toList();
  }

  /// What stays the same when the same thing goes wrong again: digits and long hexadecimal numbers
  /// do not.
  static String shape(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    String cut = line.length() > MAX_SHAPE ? line.substring(0, MAX_SHAPE) : line;
    return cut.replaceAll("\\b[0-9a-fA-F-]{16,}\\b", "…").replaceAll("[0-9]+", "#");
  }

  private static FailureGroupJson json(Key key, Group group, FoundJson found, Rules rules) {
    return new FailureGroupJson(
        found.appKey(key.app()),
        found.ruleName(key.app(), key.owner()),
        found
            .app(key.app())
            .flatMap(
                app ->
                    key.owner() instanceof RuleId rule ? rules.find(app, rule) : Optional.empty())
            .flatMap(rule -> rule.target().httpUrl())
            .map(URI::toString)
            .orElse(null),
        key.status(),
        key.failure() == null ? null : key.failure().toLowerCase(Locale.ROOT),
        key.shape(),
        group.attempts,
        group.calls.size(),
        group.threads.size(),
        group.first.toEpochMilli(),
        group.last.toEpochMilli(),
        group.calls.stream().limit(MAX_CALLS).toList());
  }
}
