package dev.weft.callback.presend;

import dev.weft.app.App;
import dev.weft.callback.event.EventFacts;
import dev.weft.callback.event.EventKind;
import dev.weft.callback.render.PresendQuestion;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.Matcher;
import dev.weft.callback.rule.RuleRegistry;
import dev.weft.callback.rule.RuleTarget;
import dev.weft.callback.rule.StandardWebhooksSigner;
import dev.weft.chat.Content;
import dev.weft.chat.Ids;
import dev.weft.chat.client.SendCheck;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.RuleId;
import dev.weft.outbound.CallbackUrl;
import dev.weft.outbound.HttpPost;
import dev.weft.outbound.HttpResult;
import dev.weft.outbound.LookUpShare;
import dev.weft.outbound.OutboundClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the pre-send hooks of an app, one after the other in the order of the rules: the first that
/// says no decides, and each sees what the one before has written.
///
/// Bulkhead: each hook has a bounded number of questions in flight, so that one that is slow holds
/// up the messages it is asked about and nothing else. A message that finds no room within the
/// rule's time is treated as if the hook had not answered.
public final class PresendHooks implements SendCheck {

  /// Questions in flight of a rule that does not say how many.
  private static final int MAX_IN_FLIGHT = 64;

  /// What the client is told when a rule that blocks gets no proper answer.
  private static final String NO_ANSWER = "custom internal error";

  private static final Logger log = LoggerFactory.getLogger(PresendHooks.class);

  private final RuleRegistry rules;
  private final OutboundClient client;
  private final Ids ids;
  private final Clock clock;
  private final Map<RuleId, Room> rooms = new ConcurrentHashMap<>();

  /// @param size what `free` was made for
  private record Room(int size, Semaphore free) {}

  public PresendHooks(RuleRegistry rules, OutboundClient client, Ids ids, Clock clock) {
    this.rules = rules;
    this.client = client;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public boolean isIdle(App app) {
    return !rules.hasHooks(app.id());
  }

  @Override
  public Verdict check(Draft draft) {
    EventKind kind = draft.edit() ? EventKind.EDIT : EventKind.MESSAGE;
    Draft now = draft;
    for (CallbackRule rule : rules.hooks(draft.app().id(), draft.groups())) {
      if (rule.target() instanceof RuleTarget.Presend hook
          && Matcher.isAsked(rule, kind, EventFacts.ofDraft(now))) {
        if (hook.shadow()) {
          Draft asked = now;
          Thread _ = Thread.ofVirtual().name("weft-shadow").start(() -> shadow(rule, hook, asked));
        } else {
          switch (ask(rule, hook, now)) {
            case HookAnswer.Valid() -> {}
            case HookAnswer.Rewritten(Content content) -> now = now.with(content);
            case HookAnswer.Invalid(String code) -> {
              return new Verdict.Refused(code);
            }
            case HookAnswer.Failed _ -> {
              if (hook.block()) {
                return new Verdict.Refused(NO_ANSWER);
              }
            }
          }
        }
      }
    }
    return now.equals(draft) ? new Verdict.Passed() : new Verdict.Rewritten(now.content());
  }

  /// Says what would have become of a message. Where there is no room at once nobody is asked.
  private void shadow(CallbackRule rule, RuleTarget.Presend hook, Draft draft) {
    Semaphore room = room(rule);
    if (!room.tryAcquire()) {
      log(rule, new HookAnswer.Failed("too many questions in flight"), 0);
      return;
    }
    try {
      HookAnswer _ = askNow(rule, hook, draft, hook.timeout());
    } finally {
      room.release();
    }
  }

  private HookAnswer ask(CallbackRule rule, RuleTarget.Presend hook, Draft draft) {
    long begun = System.nanoTime();
    Semaphore room = room(rule);
    try {
      if (!room.tryAcquire(hook.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
        HookAnswer none = new HookAnswer.Failed("too many questions in flight");
        log(rule, none, System.nanoTime() - begun);
        return none;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new HookAnswer.Failed("the server stops");
    }
    try {
      return askNow(rule, hook, draft, hook.timeout().minusNanos(System.nanoTime() - begun));
    } finally {
      room.release();
    }
  }

  private Semaphore room(CallbackRule rule) {
    Integer wanted = rule.pace().throttle().maxConcurrency();
    int size = wanted == null ? MAX_IN_FLIGHT : wanted;
    return rooms
        .compute(
            rule.id(),
            (_, room) ->
                room == null || room.size() != size ? new Room(size, new Semaphore(size)) : room)
        .free();
  }

  private HookAnswer askNow(
      CallbackRule rule, RuleTarget.Presend hook, Draft draft, Duration within) {
    long begun = System.nanoTime();
    HookAnswer answer = post(rule, hook, draft, within);
    log(rule, answer, System.nanoTime() - begun);
    return answer;
  }

  private HookAnswer post(
      CallbackRule rule, RuleTarget.Presend hook, Draft draft, Duration within) {
    return switch (CallbackUrl.parse(hook.url())) {
      case CallbackUrl.Parsed.Refused(String reason) -> new HookAnswer.Failed(reason);
      case CallbackUrl.Parsed.Url(CallbackUrl url) -> {
        Instant now = clock.instant();
        CallId callId = new CallId(draft.app().key() + "_" + UUID.randomUUID());
        String question =
            PresendQuestion.of(
                draft, rule, callId.value(), ids.nextMessage().toString(), now.toEpochMilli());
        Body body = Body.of(question.getBytes(StandardCharsets.UTF_8));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", callId.value());
        headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        headers.put(
            "webhook-signature",
            new StandardWebhooksSigner(rule.secrets()).sign(callId, now, body));
        yield answer(
            client.post(
                new HttpPost(url, headers, body.utf8()),
                new LookUpShare(rule.app().value(), rule.id().value()),
                () -> true,
                within),
            draft.content());
      }
    };
  }

  private static HookAnswer answer(HttpResult result, Content asked) {
    return switch (result) {
      case HttpResult.Answered answered when answered.status() == 200 ->
          HookAnswer.read(answered.body(), asked);
      case HttpResult.Answered answered ->
          new HookAnswer.Failed("the hook answered " + answered.status());
      case HttpResult.Failed(var failure, String reason, _) ->
          new HookAnswer.Failed(failure + ": " + reason);
      case HttpResult.Withheld() -> new HookAnswer.Failed("not sent");
      case HttpResult.NotMade(String reason) -> new HookAnswer.Failed(reason);
    };
  }

  /// One line for each question.
  private static void log(CallbackRule rule, HookAnswer answer, long nanos) {
    boolean shadow = rule.target() instanceof RuleTarget.Presend hook && hook.shadow();
    String verdict =
        switch (answer) {
          case HookAnswer.Valid() -> "pass";
          case HookAnswer.Rewritten _ -> "rewrite";
          case HookAnswer.Invalid _ -> "refuse";
          case HookAnswer.Failed _ -> "fail";
        };
    String reason = answer instanceof HookAnswer.Failed(String why) ? why : "";
    log.info(
        "presend rule={} shadow={} verdict={} ms={} reason=\"{}\"",
        rule.name(),
        shadow,
        verdict,
        nanos / 1_000_000,
        reason);
  }

  /// A rule was changed or deleted: its bound is made anew.
  public void ruleChanged(RuleId rule) {
    rooms.remove(rule);
  }
}
