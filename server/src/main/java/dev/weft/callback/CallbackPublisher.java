package dev.weft.callback;

import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Ids;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Outbox;
import dev.weft.tx.Tx;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// Puts the callbacks of an event into the outbox, in the transaction of the event: for each rule
/// that matches, one delivery.
public final class CallbackPublisher implements ChatListener {

  private final RuleBook rules;
  private final Renderer renderer;
  private final Outbox outbox;

  /// @param host name of this node, the `host` of callbacks
  public CallbackPublisher(RuleBook rules, Outbox outbox, Ids ids, Clock clock, String host) {
    this.rules = rules;
    this.outbox = outbox;
    this.renderer = new Renderer(ids, clock, host);
  }

  @Override
  public void on(Tx tx, ChatEvent event) {
    if (rules.isEmpty(event.app().id())) {
      return;
    }
    EventFacts facts = EventFacts.of(event);
    Iterable<CallbackRule> candidates = rules.candidates(event.app().id(), facts.groups());
    for (EventKind kind : Renderer.kindsOf(event)) {
      publish(tx, event, kind, facts, candidates);
    }
  }

  private void publish(
      Tx tx, ChatEvent event, EventKind kind, EventFacts facts, Iterable<CallbackRule> candidates) {
    @Nullable Draft draft = null;
    for (CallbackRule rule : candidates) {
      if (Matcher.match(rule, kind, facts) instanceof Match.Matched) {
        if (draft == null) {
          draft = renderer.draft(kind, event);
        }
        NewDelivery delivery = variant(draft, rule, event).addressed(rule, event.at());
        if (rule.isPullOnly()) {
          outbox.offer(tx, delivery);
        } else {
          outbox.add(tx, delivery);
        }
      }
    }
  }

  /// The draft in the variant a rule asks for; nearly every rule asks for the plain one.
  private Draft variant(Draft draft, CallbackRule rule, ChatEvent event) {
    return rule.options().copyMeta()
            && draft.kind() == EventKind.THREAD
            && event instanceof ChatEvent.OfMessage of
            && of.thread() != null
        ? renderer.withCopiedMeta(draft, of, of.thread())
        : draft;
  }
}
