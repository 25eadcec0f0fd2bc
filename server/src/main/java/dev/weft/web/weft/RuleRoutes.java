package dev.weft.web.weft;

import dev.weft.callback.RuleTests;
import dev.weft.callback.rule.BadRuleException;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.RuleJson;
import dev.weft.callback.rule.RuleReader;
import dev.weft.callback.rule.RuleRefusedException;
import dev.weft.callback.rule.RuleSpec;
import dev.weft.callback.rule.Rules;
import dev.weft.chat.Page;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Query;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.StagedHandler;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.api.VendorException;
import dev.weft.web.api.limit.Shares;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Callback rules over REST. The vendor has them in its console only; this API is ours, in the
/// vendor's envelope.
public final class RuleRoutes {

  private static final Rate RATE = Rate.of("callback-rules");
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 500;

  private final Rules rules;
  private final RuleTests tests;
  private final Dispatcher dispatcher;

  public RuleRoutes(Rules rules, RuleTests tests, Dispatcher dispatcher) {
    this.rules = rules;
    this.tests = tests;
    this.dispatcher = dispatcher;
  }

  /// Tests that run or wait at one time: each waits for an endpoint, and delivery makes 16 at once.
  private final Shares running = new Shares("rule tests", 64, 4);

  public void addTo(Routes routes) {
    routes
        .add("POST", "/callbacks/rules", RATE, new StagedHandler(this::create))
        .add("GET", "/callbacks/rules", RATE, this::list)
        .add("GET", "/callbacks/rules/{}", RATE, this::get)
        .add("PUT", "/callbacks/rules/{}", RATE, new StagedHandler(this::update))
        .add("DELETE", "/callbacks/rules/{}", RATE, this::delete)
        .add("POST", "/callbacks/rules/{}/test", RATE, (UnkeyedHandler) this::test)
        .add("POST", "/callbacks/rules/{}/resume", RATE, (UnkeyedHandler) this::resume)
        .add("POST", "/callbacks/rules/{}/retry", RATE, (UnkeyedHandler) this::retryNow);
  }

  private Supplier<Answer> create(Call call) {
    ObjectNode json = call.json().fields();
    RuleSpec spec =
        told(
            () -> {
              RuleSpec read = RuleReader.create(json);
              rules.checkUrl(read);
              return read;
            });
    return () -> told(() -> answer(call, rules.insert(call.app(), spec)));
  }

  /// Oldest first. `cursor` is there as long as more follow.
  private Answer list(Call call) {
    Query query = call.query();
    int limit = Math.clamp(query.number("limit").orElse(DEFAULT_PAGE), 1, MAX_PAGE);
    Page<CallbackRule> page = rules.list(call.app(), Cursor.decode(query), limit);
    List<RuleAnswer> data =
        page.items().stream()
            .map(rule -> RuleAnswer.of(rule, dispatcher.health(rule.id())))
            .toList();
    Envelope envelope = Envelope.of(call).with("data", data).with("count", data.size());
    String next = Cursor.encode(page.next());
    return next == null ? envelope.answer() : envelope.with("cursor", next).answer();
  }

  private Answer get(Call call) {
    return answer(call, existing(call));
  }

  private CallbackRule existing(Call call) {
    return rules.find(call.app(), call.parameter(0)).orElseThrow(() -> unknown(call.parameter(0)));
  }

  /// Who may not see texts may turn a rule off and on, and change nothing about where it sends
  /// what.
  private Supplier<Answer> update(Call call) {
    ObjectNode json = call.json().fields();
    if (!call.actor().maySendTexts()
        && !json.propertyNames().stream().allMatch("enabled"::equals)) {
      throw Errors.textsNeeded();
    }
    String name = call.parameter(0);
    UnaryOperator<RuleSpec> change = old -> RuleReader.update(json, old);
    told(
        () -> {
          rules.checkUrl(call.app(), name, change);
          return true;
        });
    return () -> told(() -> answer(call, rules.change(call.app(), name, change)));
  }

  private Answer delete(Call call) {
    return told(
        () -> Envelope.data(call, RuleJson.of(rules.delete(call.app(), call.parameter(0)))));
  }

  /// Sends a sample and tells what came back, good or bad: the call itself succeeds either way.
  private Answer test(Call call) {
    return told(
        () ->
            running.during(
                call.app(),
                () ->
                    Envelope.data(call, TestedJson.of(tests.run(call.app(), call.parameter(0))))));
  }

  /// Ends whatever keeps the rule from delivering, except that it is disabled.
  private Answer resume(Call call) {
    CallbackRule rule = existing(call);
    dispatcher.resume(rule.id());
    return answer(call, rule);
  }

  /// Makes the retries of the rule now that wait for later.
  private Answer retryNow(Call call) {
    CallbackRule rule = existing(call);
    dispatcher.retryNow(rule.id());
    return answer(call, rule);
  }

  private Answer answer(Call call, CallbackRule rule) {
    return Envelope.data(call, RuleAnswer.of(rule, dispatcher.health(rule.id())));
  }

  /// Runs a call and tells what was wrong with the rule in one sentence.
  private static <T> T told(Supplier<T> call) {
    try {
      return call.get();
    } catch (BadRuleException e) {
      throw error(400, "illegal_argument", e.getMessage());
    } catch (RuleRefusedException e) {
      throw switch (e.kind()) {
        case UNKNOWN -> error(404, "resource_not_found", e.getMessage());
        case EXISTS -> error(409, "duplicate_unique_property_exists", e.getMessage());
        case TOO_MANY -> error(403, "exceed_limit", e.getMessage());
        case URL -> error(400, "illegal_argument", e.getMessage());
      };
    }
  }

  private static VendorException unknown(String name) {
    return error(404, "resource_not_found", "there is no callback rule named \"" + name + "\"");
  }

  private static VendorException error(int status, String error, @Nullable String sentence) {
    return new VendorException(status, error, "CallbackRuleException", String.valueOf(sentence));
  }
}
