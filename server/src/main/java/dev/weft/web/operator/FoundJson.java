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
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  FoundDeliveryJson of(FoundDelivery found) {
    LoggedDelivery delivery = found.delivery();
    @Nullable Instant next = delivery.state() == State.PENDING ? delivery.nextAttempt() : null;
    return new FoundDeliveryJson(
        appKey(delivery.app()),
        delivery.callId().value(),
        ruleName(delivery.app(), delivery.lane().owner()),
        delivery.lane().conversation(),
        delivery.operation(),
        delivery.sequence() > 0 ? delivery.sequence() : null,
        delivery.subject(),
        word(delivery.kind()),
        delivery.job(),
        States.word(delivery.state()),
        delivery.created().toEpochMilli(),
        null,
        delivery.attempts(),
        next == null ? null : next.toEpochMilli(),
        found.status(),
        found.failure() == null ? null : found.failure().toLowerCase(Locale.ROOT),
        millis(found.took()));
  }

  /// An attempt as it was seen to end.
  FoundDeliveryJson of(RecentAttempts.Seen seen) {
    Attempt attempt = seen.attempt();
    NewDelivery content = attempt.delivery().content();
    Outcome outcome = attempt.outcome();
    return new FoundDeliveryJson(
        appKey(content.app()),
        content.callId().value(),
        seen.rule(),
        content.lane().conversation(),
        content.operation(),
        content.sequence() > 0 ? content.sequence() : null,
        content.subject(),
        word(attempt.delivery().kind()),
        null,
        States.word(stateAfter(attempt.verdict())),
        content.created().toEpochMilli(),
        attempt.started().plus(outcome.timings().total()).toEpochMilli(),
        attempt.number(),
        null,
        status(outcome),
        outcome instanceof Outcome.Unreachable unreachable
            ? unreachable.failure().name().toLowerCase(Locale.ROOT)
            : null,
        millis(outcome.timings().total()));
  }

  private static @Nullable Integer status(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Acknowledged acknowledged -> acknowledged.status();
      case Outcome.Refused refused -> refused.status();
      case Outcome.Unreachable _ -> null;
    };
  }

  private static State stateAfter(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Delivered() -> State.DELIVERED;
      case Verdict.Store() -> State.STORED;
      case Verdict.Discard() -> State.DISCARDED;
      case Verdict.RetryAt _, Verdict.Pause _ -> State.PENDING;
    };
  }

  private static @Nullable Double millis(@Nullable Duration took) {
    return took == null ? null : took.toNanos() / 1_000_000.0;
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
