package dev.weft.web.weft;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Jobs as JSON: what was asked for, in the words of the request, and how far it is.
final class JobJson {

  private final Rules rules;

  JobJson(Rules rules) {
    this.rules = rules;
  }

  Map<String, Object> of(App app, Job job) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", job.id());
    json.put("kind", job.order().kind().name().toLowerCase(Locale.ROOT));
    json.put("state", job.state().name().toLowerCase(Locale.ROOT));
    put(json, "reason", job.reason());
    json.put("selection", selection(app, job.order().selection()));
    @Nullable URI target = job.order().target();
    put(json, "target_url", target == null ? null : target.toString());
    json.put("rate", job.order().rate());
    json.put("queued", job.counts().queued());
    json.put("delivered", job.counts().delivered());
    json.put("failed", job.counts().failed());
    json.put("skipped", job.counts().skipped());
    json.put("created", job.order().created().toEpochMilli());
    put(json, "finished", millis(job.finished()));
    return json;
  }

  private Map<String, Object> selection(App app, Selection selection) {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "rule", ruleName(app, selection.rule()));
    switch (selection) {
      case Selection.Stored(DateKey slot, var _) -> json.put("date", slot.toString());
      case Selection.Matching(DeliveryFilter filter, List<CallId> calls) -> {
        put(json, "thread", filter.conversation());
        put(json, "state", filter.state() == null ? null : States.word(filter.state()));
        put(json, "operation", filter.operation());
        put(json, "msg_id", filter.subject());
        put(json, "since", millis(filter.since()));
        put(json, "until", millis(filter.until()));
        put(json, "call_ids", calls.isEmpty() ? null : calls.stream().map(CallId::value).toList());
      }
    }
    return json;
  }

  private @Nullable String ruleName(App app, @Nullable RuleId id) {
    return id == null ? null : rules.find(app, id).map(CallbackRule::name).orElse("#" + id.value());
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  private static void put(Map<String, Object> json, String key, @Nullable Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
