package dev.weft.web.weft;

import dev.weft.callback.explain.Explainer;
import dev.weft.callback.explain.Explanation;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.Rules;
import dev.weft.delivery.CallId;
import dev.weft.delivery.JobId;
import dev.weft.delivery.Lane;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.engine.LaneWait;
import dev.weft.delivery.log.Deliveries;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.log.DeliveryPage;
import dev.weft.delivery.log.DeliveryStory;
import dev.weft.delivery.log.LoggedDelivery;
import dev.weft.delivery.redrive.Job;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Handler;
import dev.weft.web.api.Query;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;
import dev.weft.web.api.limit.Shares;
import dev.weft.web.vendor.MessageIds;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The delivery log over REST: where every callback went, and why.
public final class DeliveryRoutes {

  private static final Rate RATE = Rate.of("callback-deliveries");
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 500;

  /// Searches at one time: each reads thousands of rows on one of the few connections that read.
  private final Shares searches = new Shares("searches", 32, 8);

  private final Deliveries deliveries;
  private final Explainer explainer;
  private final Rules rules;
  private final Dispatcher dispatcher;

  public DeliveryRoutes(
      Deliveries deliveries, Explainer explainer, Rules rules, Dispatcher dispatcher) {
    this.deliveries = deliveries;
    this.explainer = explainer;
    this.rules = rules;
    this.dispatcher = dispatcher;
  }

  public void addTo(Routes routes) {
    routes
        .add("GET", "/callbacks/deliveries", RATE, sharing(this::list))
        .add("GET", "/callbacks/deliveries/{}", RATE, sharing(this::get))
        .add("GET", "/callbacks/explain", RATE, sharing(this::explain));
  }

  private Handler sharing(Handler search) {
    return call -> searches.during(call.app(), () -> search.handle(call));
  }

  /// Newest first. `cursor` is there as long as there may be more, even after an empty page.
  private Answer list(Call call) {
    Query query = call.query();
    int limit = Math.clamp(query.number("limit").orElse(DEFAULT_PAGE), 1, MAX_PAGE);
    DeliveryPage page = deliveries.list(filter(call), position(query), limit);
    Map<Lane, Optional<LaneWait>> lanes = new HashMap<>();
    List<DeliveryJson> data =
        page.deliveries().stream()
            .map(
                delivery ->
                    DeliveryJson.of(delivery, ruleName(call, delivery), waiting(delivery, lanes)))
            .toList();
    Envelope envelope = Envelope.of(call).with("data", data).with("count", data.size());
    if (query.text("msg_id").isPresent() && query.text("cursor").isEmpty()) {
      envelope.with("explanations", explanations(call, query.text("msg_id").get()));
    }
    Long next = page.next();
    return next == null
        ? envelope.answer()
        : envelope.with("cursor", Cursor.encode(Long.toString(next))).answer();
  }

  private Answer get(Call call) {
    List<DeliveryStory> stories =
        deliveries.find(call.app().id().value(), new CallId(call.parameter(0)));
    if (stories.isEmpty()) {
      throw error(404, "resource_not_found", "there is no delivery with this call id");
    }
    List<DeliveryJson> data = stories.stream().map(story -> json(call, story)).toList();
    LoggedDelivery first = stories.getFirst().delivery();
    List<ExplanationJson> explanations =
        explainer.ofMessage(call.app(), MessageIds.parse(first.subject()), null).stream()
            .filter(explanation -> explanation.isOf(first))
            .map(explanation -> json(call, explanation))
            .toList();
    return Envelope.of(call).with("data", data).with("explanations", explanations).answer();
  }

  /// Why callbacks about a message came or did not come.
  private Answer explain(Call call) {
    String message =
        call.query().text("msg_id").orElseThrow(() -> Errors.illegalArgument("msg_id is required"));
    List<ExplanationJson> explanations = explanations(call, message);
    if (explanations.isEmpty()) {
      throw error(404, "resource_not_found", "there is no such operation on a message of this id");
    }
    return Envelope.data(call, explanations);
  }

  private List<ExplanationJson> explanations(Call call, String message) {
    Optional<String> operation = call.query().text("operation");
    return explainer.ofMessage(call.app(), MessageIds.parse(message), rule(call)).stream()
        .filter(explanation -> operation.map(explanation.operation()::equals).orElse(true))
        .map(explanation -> json(call, explanation))
        .toList();
  }

  private ExplanationJson json(Call call, Explanation explanation) {
    return ExplanationJson.of(
        explanation, delivery -> DeliveryJson.of(delivery, ruleName(call, delivery), null));
  }

  private DeliveryFilter filter(Call call) {
    Query query = call.query();
    return new DeliveryFilter(
        call.app().id().value(),
        rule(call),
        query.text("thread").orElse(null),
        query.text("state").map(States::read).orElse(null),
        query.text("operation").orElse(null),
        query.text("msg_id").orElse(null),
        query.text("since").map(text -> time("since", text)).orElse(null),
        query.text("until").map(text -> time("until", text)).orElse(null));
  }

  private @Nullable RuleId rule(Call call) {
    Optional<String> name = call.query().text("rule");
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

  private static Instant time(String name, String millis) {
    if (!millis.matches("[0-9]{1,15}")) {
      throw Errors.illegalArgument(name + " must be milliseconds since 1970");
    }
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }

  private static @Nullable Long position(Query query) {
    @Nullable String position = Cursor.decode(query);
    if (position == null) {
      return null;
    }
    return position.matches("[0-9]{1,18}") ? Long.valueOf(position) : 0L;
  }

  private DeliveryJson json(Call call, DeliveryStory story) {
    LoggedDelivery delivery = story.delivery();
    return DeliveryJson.of(story, ruleName(call, delivery), waiting(delivery, new HashMap<>()));
  }

  /// What a delivery waits for; null if it is not pending, or delivery does not know.
  ///
  /// @param lanes those that were looked at for the same answer: each is looked at once
  private @Nullable WaitingJson waiting(
      LoggedDelivery delivery, Map<Lane, Optional<LaneWait>> lanes) {
    if (delivery.state() != State.PENDING) {
      return null;
    }
    return lanes
        .computeIfAbsent(delivery.lane(), dispatcher::waiting)
        .map(waiting -> WaitingJson.of(waiting, delivery))
        .orElse(null);
  }

  /// The rule's name, or its number after it was deleted; the name of the job to whose own URL it
  /// goes.
  private String ruleName(Call call, LoggedDelivery delivery) {
    return switch (delivery.lane().owner()) {
      case JobId job -> Job.nameOf(job);
      case RuleId rule ->
          rules.find(call.app(), rule).map(CallbackRule::name).orElse("#" + rule.value());
    };
  }

  private static VendorException error(int status, String error, String description) {
    return new VendorException(status, error, "CallbackDeliveryException", description);
  }
}
