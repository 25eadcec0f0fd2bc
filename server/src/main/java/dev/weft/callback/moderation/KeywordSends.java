package dev.weft.callback.moderation;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.chat.Content;
import dev.weft.chat.Ids;
import dev.weft.chat.MessageType;
import dev.weft.chat.client.ClientEvent.KeywordsFound;
import dev.weft.chat.client.ClientListener;
import dev.weft.chat.client.SendCheck;
import dev.weft.chat.moderation.Judgement;
import dev.weft.chat.moderation.KeywordCheck;
import dev.weft.chat.moderation.KeywordList.Scope;
import dev.weft.chat.moderation.KeywordLists;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Judges the texts that clients send and edit by the keyword lists of their app, before anybody
/// else is asked: a text with a refused word is not sent, replaced words are masked. What the app's
/// server sends is not judged: it can ask (`/moderation/txt/check`).
///
/// The callback of what was found is durable before the client is answered, and before the message
/// itself is.
public final class KeywordSends implements SendCheck {

  /// For so long it is not looked whether an app that has no list has got one.
  private static final Duration IDLE = Duration.ofSeconds(1);

  /// Apps of which it is remembered that they have no list.
  private static final int MAX_IDLE = 10_000;

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Transactions transactions;
  private final KeywordLists lists;
  private final ClientListener listener;
  private final Ids ids;
  private final Clock clock;
  private final SendCheck next;

  /// Until when an app has no list, on [System#nanoTime].
  private final Map<AppId, Long> idle = new ConcurrentHashMap<>();

  /// @param listener is told of what was found, inside the transaction
  /// @param next is asked about what may be sent
  public KeywordSends(
      Transactions transactions,
      KeywordLists lists,
      ClientListener listener,
      Ids ids,
      Clock clock,
      SendCheck next) {
    this.transactions = transactions;
    this.lists = lists;
    this.listener = listener;
    this.ids = ids;
    this.clock = clock;
    this.next = next;
  }

  @Override
  public boolean isIdle(App app) {
    return hasNoList(app) && next.isIdle(app);
  }

  private boolean hasNoList(App app) {
    @Nullable Long until = idle.get(app.id());
    if (until != null && until - System.nanoTime() > 0) {
      return true;
    }
    if (!lists.check(app).isEmpty()) {
      idle.remove(app.id());
      return false;
    }
    if (idle.size() >= MAX_IDLE) {
      idle.clear();
    }
    idle.put(app.id(), System.nanoTime() + IDLE.toNanos());
    return true;
  }

  @Override
  public Verdict check(Draft draft) {
    if (draft.content().type() != MessageType.TXT || hasNoList(draft.app())) {
      return next.check(draft);
    }
    ObjectNode body = (ObjectNode) MAPPER.readTree(draft.content().body());
    KeywordCheck check = lists.check(draft.app());
    Judgement found = check.judge(text(body), scopes(draft));
    return switch (found.type()) {
      case PASS, UNKNOWN -> next.check(draft);
      case REJECT -> {
        tell(draft, found, false);
        yield new Verdict.Blocked();
      }
      case REVIEWED -> {
        tell(draft, found, true);
        body.put("msg", found.exchangeText());
        Content masked =
            new Content(MessageType.TXT, MAPPER.writeValueAsString(body), draft.content().ext());
        Verdict verdict = next.check(draft.with(masked));
        yield verdict instanceof Verdict.Passed ? new Verdict.Rewritten(masked) : verdict;
      }
    };
  }

  private static String text(ObjectNode body) {
    JsonNode text = body.path("msg");
    return text.isString() ? text.stringValue() : "";
  }

  private static Set<Scope> scopes(Draft draft) {
    return switch (draft.place()) {
      case CHAT -> EnumSet.of(Scope.ALL, Scope.CHAT);
      case GROUP -> EnumSet.of(Scope.ALL, Scope.GROUP);
      case ROOM -> EnumSet.of(Scope.ALL, Scope.ROOM);
    };
  }

  private void tell(Draft draft, Judgement found, boolean replaced) {
    KeywordsFound event =
        new KeywordsFound(
            draft.app(),
            draft.from(),
            draft.to(),
            draft.place(),
            replaced,
            found.sensitiveWords(),
            ids.nextMessage().value(),
            clock.instant());
    transactions.run(tx -> listener.on(tx, event));
  }
}
