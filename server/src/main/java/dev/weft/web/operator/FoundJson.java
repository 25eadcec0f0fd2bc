package dev.weft.web.operator;

import dev.weft.app.App;
import dev.weft.app.Apps;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.Rules;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.JobId;
import dev.weft.delivery.Kind;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.log.FoundDelivery;
import dev.weft.delivery.log.LoggedDelivery;
import dev.weft.delivery.log.RecentAttempts;
import dev.weft.delivery.redrive.Job;
import dev.weft.web.weft.States;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Deliveries of any app as JSON: what the app's own API shows, its app, and how the newest attempt
/// went.
final class FoundJson {

  private final Rules rules;
  private final Map<Long, App> apps;

  FoundJson(Apps apps, Rules rules) {
    this.rules = rules;
    this.apps =
        apps.all().stream().collect(Collectors.toMap(app -> app.id().value(), Function.identity()));
  }

  Optional<App> app(long id) {
    return Optional.ofNullable(apps.get(id));
  }

  Map<String, Object> of(FoundDelivery found) {
    LoggedDelivery delivery = found.delivery();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("app", appKey(delivery.app()));
    json.put("call_id", delivery.callId().value());
    json.put("rule", ruleName(delivery.app(), delivery.lane().owner()));
    json.put("thread", delivery.lane().conversation());
    json.put("operation", delivery.operation());
    if (delivery.sequence() > 0) {
      json.put("sequence", delivery.sequence());
    }
    json.put("msg_id", delivery.subject());
    json.put("kind", word(delivery.kind()));
    Long job = delivery.job();
    if (job != null) {
      json.put("job", job);
    }
    json.put("state", States.word(delivery.state()));
    json.put("created", delivery.created().toEpochMilli());
    json.put("attempts", delivery.attempts());
    if (delivery.nextAttempt() != null && delivery.state() == State.PENDING) {
      json.put("next_attempt", delivery.nextAttempt().toEpochMilli());
    }
    newest(json, found.status(), found.failure(), found.took());
    return json;
  }

  /// An attempt as it was seen to end.
  Map<String, Object> of(RecentAttempts.Seen seen) {
    Attempt attempt = seen.attempt();
    NewDelivery content = attempt.delivery().content();
    Outcome outcome = attempt.outcome();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("app", appKey(content.app()));
    json.put("call_id", content.callId().value());
    json.put("rule", seen.rule());
    json.put("thread", content.lane().conversation());
    json.put("operation", content.operation());
    if (content.sequence() > 0) {
      json.put("sequence", content.sequence());
    }
    json.put("msg_id", content.subject());
    json.put("kind", word(attempt.delivery().kind()));
    json.put("state", States.word(stateAfter(attempt.verdict())));
    json.put("created", content.created().toEpochMilli());
    json.put("at", attempt.started().plus(outcome.timings().total()).toEpochMilli());
    json.put("attempts", attempt.number());
    switch (outcome) {
      case Outcome.Acknowledged(int status, _, _) -> newest(json, status, null, null);
      case Outcome.Refused(int status, _, _, _) -> newest(json, status, null, null);
      case Outcome.Unreachable(var failure, _, _) -> newest(json, null, failure.name(), null);
    }
    newest(json, null, null, outcome.timings().total());
    return json;
  }

  private static State stateAfter(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Delivered() -> State.DELIVERED;
      case Verdict.Store() -> State.STORED;
      case Verdict.Discard() -> State.DISCARDED;
      case Verdict.RetryAt _, Verdict.Pause _ -> State.PENDING;
    };
  }

  private static void newest(
      Map<String, Object> json,
      @org.jspecify.annotations.Nullable Integer status,
      @org.jspecify.annotations.Nullable String failure,
      @org.jspecify.annotations.Nullable Duration took) {
    if (status != null) {
      json.put("status", status);
    }
    if (failure != null) {
      json.put("failure", failure.toLowerCase(Locale.ROOT));
    }
    if (took != null) {
      json.put("took_ms", took.toNanos() / 1_000_000.0);
    }
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  String appKey(long id) {
    return app(id).map(app -> app.key().toString()).orElse("#" + id);
  }

  /// The rule's name, or its number after it was deleted; the name of the job to whose own URL it
  /// goes.
  String ruleName(long app, LaneOwner owner) {
    return switch (owner) {
      case JobId job -> Job.nameOf(job);
      case RuleId rule ->
          app(app)
              .flatMap(of -> rules.find(of, rule))
              .map(CallbackRule::name)
              .orElse("#" + rule.value());
    };
  }
}
