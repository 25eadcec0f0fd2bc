package dev.weft.callback;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.AppKey;
import dev.weft.callback.event.EventKind;
import dev.weft.callback.render.RenderedCallback;
import dev.weft.callback.render.Renderer;
import dev.weft.callback.render.SampleCallback;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.RuleFilter;
import dev.weft.callback.rule.RuleOptions;
import dev.weft.callback.rule.RulePace;
import dev.weft.callback.rule.RuleSecrets;
import dev.weft.callback.rule.RuleTarget;
import dev.weft.callback.rule.StandardWebhooksSigner;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.Ids;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.RuleId;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// From an event to bytes on the wire: the body with the vendor's signature, which is made once for
/// each rule, and the signature of the header, which is made for each attempt.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class RenderBench {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Ids ids = new Ids(Clock.systemUTC(), 0, 0);
  private final App app =
      new App(new AppId(1), new AppKey("org", "app"), new UUID(0, 1), "client", "hash", NOW);
  private final MessageSent event = SampleCallback.event(app, ids, NOW);
  private final Renderer renderer = new Renderer(ids, Clock.systemUTC(), "node-0");
  private final CallbackRule rule =
      new CallbackRule(
          new RuleId(1),
          app.id(),
          "rule",
          new RuleTarget.Http(URI.create("http://app.example.com/callbacks")),
          true,
          Set.of(EventKind.THREAD),
          RuleFilter.NONE,
          RulePace.DEFAULT,
          new RuleSecrets("vendor", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", null, null),
          RuleOptions.DEFAULT,
          NOW,
          NOW);
  private final StandardWebhooksSigner signer = new StandardWebhooksSigner(rule.secrets());
  private final NewDelivery rendered = render();

  @Benchmark
  public final NewDelivery render() {
    ThreadState state = Objects.requireNonNull(event.thread());
    return RenderedCallback.of(renderer.threadCallback(event, state)).forRule(rule);
  }

  @Benchmark
  public String sign() {
    return signer.sign(rendered.callId(), NOW, rendered.body());
  }
}
