package dev.weft.web.weft;

import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.Rules;
import dev.weft.delivery.RuleId;
import dev.weft.pull.Commit;
import dev.weft.pull.Consumer;
import dev.weft.pull.Consumers;
import dev.weft.pull.Event;
import dev.weft.pull.EventReader;
import dev.weft.pull.EventReaders;
import dev.weft.pull.EventReaders.Opening;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.EventJson;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Query;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.api.VendorException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Callbacks to be fetched, for who cannot be called: by the page, as a stream, and how far each
/// consumer has come. Ours; the vendor only sends.
public final class PullRoutes {

  private static final Rate RATE = Rate.of("callback-events");
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 100;
  private static final int MAX_WAIT_SECONDS = 60;

  /// In place of a cursor: after everything there is.
  private static final String LATEST = "latest";

  private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final EventReaders eventReaders;
  private final Consumers consumers;
  private final Rules rules;

  public PullRoutes(EventReaders eventReaders, Consumers consumers, Rules rules) {
    this.eventReaders = eventReaders;
    this.consumers = consumers;
    this.rules = rules;
  }

  public void addTo(Routes routes) {
    routes
        .add("GET", "/callbacks/events", RATE, this::events)
        .add("GET", "/callbacks/stream", RATE, this::stream)
        .add("GET", "/callbacks/consumers", RATE, this::list)
        .add("POST", "/callbacks/consumers/{}/commit", RATE, (UnkeyedHandler) this::commit)
        .add("DELETE", "/callbacks/consumers/{}", RATE, this::delete);
  }

  /// The next page. `cursor` is there even if the page is empty: it is where to go on.
  private Answer events(Call call) {
    Query query = call.query();
    int limit = query.pageSize("limit", DEFAULT_PAGE, MAX_PAGE);
    int wait = Math.clamp(query.number("wait").orElse(0), 0, MAX_WAIT_SECONDS);
    try (EventReader reader = reader(call, query.text("after"))) {
      List<Event> events = reader.next(limit, Duration.ofSeconds(wait));
      return Envelope.of(call)
          .with("data", events.stream().map(EventJson::of).toList())
          .with("count", events.size())
          .with("cursor", Long.toString(reader.position()))
          .answer();
    }
  }

  private Answer stream(Call call) {
    Optional<String> last = call.header("Last-Event-ID").filter(id -> !id.isEmpty());
    return new Answer.EventStream(reader(call, last.or(() -> call.query().text("after"))));
  }

  /// Begins where the caller says, else where its consumer is, else where the rule's callbacks do.
  private EventReader reader(Call call, Optional<String> cursor) {
    RuleId rule = rule(call, call.query().text("rule"));
    OptionalLong said = cursor.map(this::position).orElse(OptionalLong.empty());
    OptionalLong committed = OptionalLong.empty();
    if (said.isEmpty() && call.query().text("consumer").isPresent()) {
      committed = consumers.committed(rule, name(call.query().text("consumer").orElseThrow()));
    }
    long after =
        said.isPresent() ? said.getAsLong() : committed.orElseGet(() -> eventReaders.start(rule));
    return switch (eventReaders.open(call.app().id(), rule, after)) {
      case Opening.Opened(EventReader reader) -> reader;
      case Opening.ShareUsedUp() ->
          throw Errors.shareUsedUp(EventReaders.MAX_PER_OWNER, "event streams");
      case Opening.Full() -> throw Errors.busy();
    };
  }

  private OptionalLong position(String cursor) {
    if (cursor.equals(LATEST)) {
      return OptionalLong.of(eventReaders.newest());
    }
    if (!CURSOR.matcher(cursor).matches()) {
      throw Errors.illegalArgument("a cursor is one that was given, or \"latest\"");
    }
    return OptionalLong.of(Long.parseLong(cursor));
  }

  private Answer list(Call call) {
    RuleId rule = rule(call, call.query().text("rule"));
    boolean fetchedOnly =
        rules.find(call.app(), rule).filter(PullRoutes::isFetchedOnly).isPresent();
    return Envelope.data(
        call,
        fetchedOnly
            ? consumers.progress(rule).stream().map(PullRoutes::withLag).toList()
            : consumers.list(rule).stream().map(PullRoutes::json).toList());
  }

  private static boolean isFetchedOnly(CallbackRule rule) {
    return rule.target().httpUrl().isEmpty();
  }

  private static Map<String, Object> withLag(Consumers.Progress progress) {
    Map<String, Object> json = new LinkedHashMap<>(json(progress.consumer()));
    json.put("lag", progress.lag());
    return json;
  }

  private Answer commit(Call call) {
    JsonBody body = call.json();
    RuleId rule = rule(call, body.text("rule"));
    String name = name(call.parameter(0));
    String cursor =
        body.id("cursor").orElseThrow(() -> Errors.illegalArgument("cursor is required"));
    OptionalLong position = cursor.equals(LATEST) ? OptionalLong.empty() : position(cursor);
    return switch (consumers.commit(rule, name, position)) {
      case Commit.Done(Consumer consumer) -> Envelope.data(call, json(consumer));
      case Commit.NotThereYet(long newest) ->
          throw Errors.illegalArgument(
              "there is no callback with this cursor yet, the newest has " + newest);
      case Commit.TooMany() ->
          throw error(
              403,
              "exceed_limit",
              "the rule has " + Consumers.MAX_PER_RULE + " consumers already: delete one");
    };
  }

  private Answer delete(Call call) {
    RuleId rule = rule(call, call.query().text("rule"));
    String name = name(call.parameter(0));
    if (!consumers.delete(rule, name)) {
      throw error(404, "resource_not_found", "the rule has no consumer named \"" + name + "\"");
    }
    return Envelope.data(call, Map.of("consumer", name, "deleted", true));
  }

  private static Map<String, Object> json(Consumer consumer) {
    return Map.of(
        "consumer",
        consumer.name(),
        "cursor",
        Long.toString(consumer.committed()),
        "committed",
        consumer.at().toEpochMilli());
  }

  private RuleId rule(Call call, Optional<String> name) {
    String given = name.orElseThrow(() -> Errors.illegalArgument("rule is required"));
    return rules
        .find(call.app(), given)
        .map(CallbackRule::id)
        .orElseThrow(
            () ->
                error(
                    404,
                    "resource_not_found",
                    "there is no callback rule named \"" + given + "\""));
  }

  private static String name(String consumer) {
    if (!NAME.matcher(consumer).matches()) {
      throw Errors.illegalArgument(
          "a consumer is named by 1 to 64 letters, digits, \".\", \"_\" or \"-\"");
    }
    return consumer;
  }

  private static VendorException error(int status, String error, String description) {
    return new VendorException(status, error, "CallbackEventsException", description);
  }
}
