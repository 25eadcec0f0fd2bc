package dev.weft.callback;

import dev.weft.app.App;
import dev.weft.callback.render.RenderedCallback;
import dev.weft.callback.render.Renderer;
import dev.weft.callback.render.SampleCallback;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.RuleRefusedException;
import dev.weft.callback.rule.RuleRegistry;
import dev.weft.callback.rule.RuleTarget;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.Ids;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.NewDelivery;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Function;

/// The test button: sends a sample Thread callback for a rule and tells what came back.
public final class RuleTests {

  private final RuleRegistry rules;
  private final Renderer renderer;
  private final Ids ids;
  private final Clock clock;
  private final Function<NewDelivery, Attempt> delivery;

  /// @param delivery makes one attempt on the real delivery path and waits for its end
  public RuleTests(
      RuleRegistry rules,
      Ids ids,
      Clock clock,
      Renderer renderer,
      Function<NewDelivery, Attempt> delivery) {
    this.rules = rules;
    this.renderer = renderer;
    this.ids = ids;
    this.clock = clock;
    this.delivery = delivery;
  }

  /// Sends the sample, once, whether the rule is enabled or not.
  ///
  /// @throws RuleRefusedException if there is no such rule, or it has no URL
  public Attempt run(App app, String name) {
    CallbackRule rule =
        rules.find(app.id(), name).orElseThrow(() -> RuleRefusedException.unknown(name));
    if (rule.target() instanceof RuleTarget.Pull) {
      throw new RuleRefusedException(
          RuleRefusedException.Kind.URL,
          "the rule has no URL to send to: its callbacks are fetched");
    }
    if (rule.target() instanceof RuleTarget.Presend) {
      throw new RuleRefusedException(
          RuleRefusedException.Kind.URL,
          "the rule is a pre-send hook: it is asked when a client sends something");
    }
    MessageSent event = SampleCallback.event(app, ids, clock.instant());
    ThreadState state = Objects.requireNonNull(event.thread());
    return delivery.apply(RenderedCallback.of(renderer.threadCallback(event, state)).forRule(rule));
  }
}
