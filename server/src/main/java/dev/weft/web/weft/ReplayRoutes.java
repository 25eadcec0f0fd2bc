package dev.weft.web.weft;

import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.Rules;
import dev.weft.delivery.CallId;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.log.Deliveries;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.log.DeliveryStory;
import dev.weft.delivery.log.LoggedDelivery;
import dev.weft.delivery.redrive.Job;
import dev.weft.delivery.redrive.JobKind;
import dev.weft.delivery.redrive.JobRefusedException;
import dev.weft.delivery.redrive.Jobs;
import dev.weft.delivery.redrive.Selection;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Json;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.StagedHandler;
import dev.weft.web.api.VendorException;
import dev.weft.web.api.limit.Shares;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends callbacks once more on request, and shows how far that is. The vendor has nothing like it;
/// this API is ours, in the vendor's envelope.
public final class ReplayRoutes {

  private static final Rate RATE = Rate.of("callback-replay");

  private static final Set<String> SELECTION =
      Set.of("thread", "since", "until", "rule", "state", "operation", "msg_id", "call_ids");

  private static final Set<String> REPLAY = Set.of("target_url", "rate", "dry_run");

  private static final Set<String> RESEND = Set.of("rule", "target_url");

  /// Previews at one time: each reads up to half a million rows.
  private final Shares previews = new Shares("previews of replays", 8, 2);

  private final Jobs jobs;
  private final Rules rules;
  private final Deliveries deliveries;
  private final Dispatcher dispatcher;

  public ReplayRoutes(Jobs jobs, Rules rules, Deliveries deliveries, Dispatcher dispatcher) {
    this.deliveries = deliveries;
    this.dispatcher = dispatcher;
    this.jobs = jobs;
    this.rules = rules;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/callbacks/replay", RATE, new StagedHandler(this::replay))
        .add("GET", "/callbacks/replay", RATE, this::list)
        .add("GET", "/callbacks/replay/{}", RATE, this::get)
        .add("DELETE", "/callbacks/replay/{}", RATE, this::cancel)
        .add("POST", "/callbacks/deliveries/{}/resend", RATE, new StagedHandler(this::resend));
  }

  private Supplier<Answer> replay(Call call) {
    JsonBody body = call.json();
    requireRight(call, body);
    body.names().stream()
        .filter(name -> !SELECTION.contains(name) && !REPLAY.contains(name))
        .findFirst()
        .ifPresent(ReplayRoutes::unknownField);
    if (SELECTION.stream().noneMatch(name -> body.node(name).isPresent())) {
      throw Errors.illegalArgument(
          "say what to replay, by thread, since, until, rule, state, operation, msg_id or"
              + " call_ids");
    }
    Selection.Matching selection = new Selection.Matching(filter(call, body), calls(body));
    if (body.flag("dry_run").orElse(false)) {
      Answer preview =
          previews.during(
              call.app(), () -> Envelope.data(call, OutlookJson.of(jobs.preview(selection))));
      return () -> preview;
    }
    return started(call, JobKind.REPLAY, selection, body);
  }

  /// Who may not see texts sends them to the rule's own URL and nowhere else.
  private static void requireRight(Call call, JsonBody body) {
    if (body.node("target_url").isPresent() && !call.actor().maySendTexts()) {
      throw Errors.textsNeeded();
    }
  }

  /// Starts a job for all callbacks with this call id: one for each rule it was sent for.
  private Supplier<Answer> resend(Call call) {
    JsonBody body =
        call.hasNoBody()
            ? new JsonBody(Json.MAPPER.createObjectNode(), Errors::invalidBody)
            : call.json();
    body.names().stream()
        .filter(name -> !RESEND.contains(name))
        .findFirst()
        .ifPresent(ReplayRoutes::unknownField);
    requireRight(call, body);
    CallId callId = new CallId(call.parameter(0));
    Selection.Matching selection =
        new Selection.Matching(
            new DeliveryFilter(
                call.app().id().value(), rule(call, body), null, null, null, null, null, null),
            List.of(callId));
    if (jobs.preview(selection).found().count() == 0) {
      long pending = body.text("target_url").isPresent() ? 0 : retryPending(call, body, callId);
      if (pending > 0) {
        return () -> Envelope.data(call, Map.of("state", "pending", "retried", pending));
      }
      throw error(
          404,
          "resource_not_found",
          "there is no delivery with this call id that can be sent once more");
    }
    return started(call, JobKind.RESEND, selection, body);
  }

  /// Makes the retries now that this callback waits for. Answers how many deliveries of it are
  /// pending.
  private long retryPending(Call call, JsonBody body, CallId callId) {
    @Nullable RuleId only = rule(call, body);
    List<LoggedDelivery> pending =
        deliveries.find(call.app().id().value(), callId).stream()
            .map(DeliveryStory::delivery)
            .filter(delivery -> delivery.state() == State.PENDING)
            .filter(delivery -> only == null || only.equals(delivery.lane().owner()))
            .toList();
    pending.forEach(delivery -> dispatcher.retryNow(delivery.lane()));
    return pending.size();
  }

  private Supplier<Answer> started(Call call, JobKind kind, Selection selection, JsonBody body) {
    int rate =
        body.number("rate")
            .map(number -> Math.clamp(number, 0, Integer.MAX_VALUE))
            .orElse(Jobs.DEFAULT_RATE);
    @Nullable URI target = Targets.read(body, "target_url");
    try {
      jobs.checkTarget(target);
    } catch (JobRefusedException e) {
      throw Targets.refusal(e);
    }
    return () -> {
      try {
        return answer(call, jobs.begin(call.app().id().value(), kind, selection, target, rate));
      } catch (JobRefusedException e) {
        throw Targets.refusal(e);
      }
    };
  }

  private Answer list(Call call) {
    List<JobJson> data =
        jobs.list(call.app().id().value()).stream()
            .map(job -> JobJson.of(rules, call.app(), job))
            .toList();
    return Envelope.of(call).with("data", data).with("count", data.size()).answer();
  }

  private Answer get(Call call) {
    return answer(call, jobs.find(call.app().id().value(), number(call)));
  }

  private Answer cancel(Call call) {
    return answer(call, jobs.cancel(call.app().id().value(), number(call)));
  }

  private Answer answer(Call call, Optional<Job> job) {
    return answer(
        call,
        job.orElseThrow(
            () ->
                error(
                    404,
                    "resource_not_found",
                    "there is no replay job \"" + call.parameter(0) + "\"")));
  }

  private Answer answer(Call call, Job job) {
    return Envelope.data(call, JobJson.of(rules, call.app(), job));
  }

  private static long number(Call call) {
    String text = call.parameter(0);
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }

  private DeliveryFilter filter(Call call, JsonBody body) {
    return new DeliveryFilter(
        call.app().id().value(),
        rule(call, body),
        body.id("thread").orElse(null),
        body.text("state").map(ReplayRoutes::state).orElse(null),
        body.text("operation").orElse(null),
        body.id("msg_id").orElse(null),
        body.number("since").map(millis -> time("since", millis)).orElse(null),
        body.number("until").map(millis -> time("until", millis)).orElse(null));
  }

  private @Nullable RuleId rule(Call call, JsonBody body) {
    Optional<String> name = body.text("rule");
    if (name.isEmpty()) {
      return null;
    }
    return rules
        .find(call.app(), name.get())
        .map(CallbackRule::id)
        .orElseThrow(
            () ->
                error(
                    404,
                    "resource_not_found",
                    "there is no callback rule named \"" + name.get() + "\""));
  }

  private static State state(String text) {
    State state = States.read(text);
    if (state == State.PENDING) {
      throw Errors.illegalArgument("what is pending is on its way and need not be replayed");
    }
    return state;
  }

  private static Instant time(String name, long millis) {
    if (millis < 0) {
      throw Errors.illegalArgument(name + " must be milliseconds since 1970");
    }
    return Instant.ofEpochMilli(millis);
  }

  private static List<CallId> calls(JsonBody body) {
    List<String> ids = body.ids("call_ids").orElse(List.of()).stream().distinct().toList();
    if (ids.size() > Selection.MAX_CALLS) {
      throw Errors.illegalArgument("call_ids must be at most " + Selection.MAX_CALLS);
    }
    if (ids.stream().anyMatch(id -> id.chars().anyMatch(Character::isISOControl))) {
      throw Errors.illegalArgument("call_ids has one with a control character");
    }
    return ids.stream().map(CallId::new).toList();
  }

  private static void unknownField(String name) {
    throw Errors.illegalArgument("unknown field \"" + name + "\"");
  }

  private static VendorException error(int status, String error, String description) {
    return new VendorException(status, error, "CallbackJobException", description);
  }
}
