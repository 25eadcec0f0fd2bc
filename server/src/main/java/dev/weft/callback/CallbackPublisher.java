package dev.weft.callback;

import dev.weft.app.AppId;
import dev.weft.callback.event.Callback;
import dev.weft.callback.event.EventKind;
import dev.weft.callback.render.RenderedCallback;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.Match;
import dev.weft.callback.rule.Matcher;
import dev.weft.callback.rule.RuleRegistry;
import dev.weft.callback.rule.RuleTarget;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Outbox;
import dev.weft.tx.Tx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Transactional outbox: puts callbacks into the outbox in the transaction of what they tell of,
/// one delivery for each rule that matches. Whoever has something to tell makes [Callback]s; this
/// is the only way from there to delivery.
public final class CallbackPublisher {

  private final RuleRegistry rules;
  private final Outbox outbox;

  public CallbackPublisher(RuleRegistry rules, Outbox outbox) {
    this.rules = rules;
    this.outbox = outbox;
  }

  /// Whether nobody wants any callback of the app, so that none need be made.
  public boolean isIdle(AppId app) {
    return rules.isEmpty(app);
  }

  /// Whether some rule of the app asks for this kind of callback.
  public boolean isWanted(AppId app, EventKind kind) {
    return rules.ofApp(app).stream()
        .anyMatch(rule -> rule.enabled() && rule.events().contains(kind));
  }

  /// Publishes the callbacks of one event, which share their app and facts, in this order.
  public void publish(Tx tx, List<Callback> callbacks) {
    if (callbacks.isEmpty() || isIdle(callbacks.getFirst().app())) {
      return;
    }
    Callback first = callbacks.getFirst();
    Iterable<CallbackRule> candidates = rules.candidates(first.app(), first.facts().groups());
    for (Callback callback : callbacks) {
      publish(tx, callback, candidates);
    }
  }

  private void publish(Tx tx, Callback callback, Iterable<CallbackRule> candidates) {
    @Nullable RenderedCallback rendered = null;
    for (CallbackRule rule : candidates) {
      if (Matcher.match(rule, callback.kind(), callback.facts()) instanceof Match.Matched) {
        rendered = rendered == null ? RenderedCallback.of(callback) : rendered;
        put(tx, rule, rendered.forRule(rule));
      }
    }
  }

  private void put(Tx tx, CallbackRule rule, NewDelivery delivery) {
    switch (rule.target()) {
      case RuleTarget.Http _ -> outbox.add(tx, delivery);
      case RuleTarget.Pull _ -> outbox.offer(tx, delivery);
      case RuleTarget.Presend _ -> throw new IllegalStateException("a hook matches no callback");
    }
  }
}
