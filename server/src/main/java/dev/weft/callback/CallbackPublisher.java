package dev.weft.callback;

import dev.weft.callback.event.EventFacts;
import dev.weft.callback.event.EventKind;
import dev.weft.callback.render.RenderedCallback;
import dev.weft.callback.render.Renderer;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.Match;
import dev.weft.callback.rule.Matcher;
import dev.weft.callback.rule.RuleRegistry;
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

  private final RuleRegistry rules;
  private final Renderer renderer;
  private final Outbox outbox;

  /// @param host name of this node, the `host` of callbacks
  public CallbackPublisher(RuleRegistry rules, Outbox outbox, Ids ids, Clock clock, String host) {
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
    @Nullable RenderedCallback rendered = null;
    for (CallbackRule rule : candidates) {
      if (Matcher.match(rule, kind, facts) instanceof Match.Matched) {
        if (rendered == null) {
          rendered = renderer.rendered(kind, event);
        }
        NewDelivery delivery = variant(rendered, rule, event).forRule(rule, event.at());
        if (rule.isPullOnly()) {
          outbox.offer(tx, delivery);
        } else {
          outbox.add(tx, delivery);
        }
      }
    }
  }

  /// The draft in the variant a rule asks for; nearly every rule asks for the plain one.
  private RenderedCallback variant(RenderedCallback rendered, CallbackRule rule, ChatEvent event) {
    return rule.options().copyMeta()
            && rendered.kind() == EventKind.THREAD
            && event instanceof ChatEvent.OfMessage of
            && of.thread() != null
        ? renderer.withCopiedMeta(rendered, of, of.thread())
        : rendered;
  }
}
