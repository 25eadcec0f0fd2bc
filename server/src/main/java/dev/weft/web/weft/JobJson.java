package dev.weft.web.weft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.app.App;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.Rules;
import dev.weft.delivery.CallId;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.redrive.DateKey;
import dev.weft.delivery.redrive.Job;
import dev.weft.delivery.redrive.Selection;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// A job as JSON: what was asked for, in the words of the request, and how far it is. What there is
/// not is null and left out.
///
/// @param created milliseconds since 1970, as all times here
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobJson(
    long id,
    String kind,
    String state,
    @Nullable String reason,
    Selected selection,
    @Nullable String targetUrl,
    int rate,
    long queued,
    long delivered,
    long failed,
    long skipped,
    long created,
    @Nullable Long finished) {

  /// Which deliveries it sends once more.
  ///
  /// @param date a key of exception storage
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Selected(
      @Nullable String rule,
      @Nullable String date,
      @Nullable String thread,
      @Nullable String state,
      @Nullable String operation,
      @Nullable String msgId,
      @Nullable Long since,
      @Nullable Long until,
      @Nullable List<String> callIds) {}

  /// @param rules those of the app, for the name of the job's rule
  static JobJson of(Rules rules, App app, Job job) {
    @Nullable URI target = job.order().target();
    return new JobJson(
        job.id(),
        job.order().kind().name().toLowerCase(Locale.ROOT),
        job.state().name().toLowerCase(Locale.ROOT),
        job.reason(),
        selected(rules, app, job.order().selection()),
        target == null ? null : target.toString(),
        job.order().rate(),
        job.counts().queued(),
        job.counts().delivered(),
        job.counts().failed(),
        job.counts().skipped(),
        job.order().created().toEpochMilli(),
        millis(job.finished()));
  }

  private static Selected selected(Rules rules, App app, Selection selection) {
    @Nullable String rule = ruleName(rules, app, selection.rule());
    return switch (selection) {
      case Selection.Stored(DateKey date, var _) ->
          new Selected(rule, date.toString(), null, null, null, null, null, null, null);
      case Selection.Matching(DeliveryFilter filter, var calls) ->
          new Selected(
              rule,
              null,
              filter.conversation(),
              filter.state() == null ? null : States.word(filter.state()),
              filter.operation(),
              filter.subject(),
              millis(filter.since()),
              millis(filter.until()),
              calls.isEmpty() ? null : calls.stream().map(CallId::value).toList());
    };
  }

  private static @Nullable String ruleName(Rules rules, App app, @Nullable RuleId id) {
    return id == null ? null : rules.find(app, id).map(CallbackRule::name).orElse("#" + id.value());
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
