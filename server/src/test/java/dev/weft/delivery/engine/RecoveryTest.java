package dev.weft.delivery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.log.LoggedAttempt;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A receiver that is back after an outage gets what waits for it soon, in order, whatever the
/// retry policy has to wait for. The receiver is real; the time is the test's.
@Timeout(180)
@Tag("slow")
class RecoveryTest {

  @TempDir Path folder;

  /// How the receiver answers now.
  private volatile AppServer.Script script = (_, out) -> AppServer.respond(out, 200, "");

  private final AppServer app = new AppServer((callback, out) -> script.answer(callback, out));
  private final SteppedClock clock = new SteppedClock();

  /// A clock that stands still until it is moved.
  private static final class SteppedClock extends Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(Clock.systemUTC().instant());

    void step(Duration by) {
      now.updateAndGet(before -> before.plus(by));
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private DeliveryFixture fixture() {
    DeliveryFixture fixture =
        new DeliveryFixture(
            folder.resolve("weft.db"),
            DeliverySettings.DEFAULT,
            DeliveryFixture.DEADLINE,
            DeliveryListener.NONE,
            clock);
    fixture.rule(1, app.url(), RetryPolicy.DURABLE);
    return fixture;
  }

  private void step(DeliveryFixture fixture, Duration by) {
    clock.step(by);
    fixture.dispatcher.clockMoved();
    quiet(fixture);
  }

  private void quiet(DeliveryFixture fixture) {
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> fixture.dispatcher.isQuiet(clock.instant()));
  }

  private void pass(DeliveryFixture fixture, Duration time) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      step(fixture, Duration.ofMillis(500));
    }
  }

  /// How long it takes until so many callbacks have come.
  private Duration untilReceived(DeliveryFixture fixture, int count) {
    Instant begun = clock.instant();
    while (app.received.size() < count) {
      step(fixture, Duration.ofMillis(500));
      assertThat(Duration.between(begun, clock.instant()))
          .as("received " + app.received.size() + " of " + count)
          .isLessThan(Duration.ofMinutes(3));
    }
    return Duration.between(begun, clock.instant());
  }

  private void down() {
    script = (_, out) -> AppServer.respond(out, 503, "");
  }

  private void dead() {
    script = (_, out) -> out.close();
  }

  private void up() {
    app.received.clear();
    script = (_, out) -> AppServer.respond(out, 200, "");
  }

  private NewDelivery callback(String conversation, int number) {
    NewDelivery made = DeliveryFixture.callback(1, conversation, number);
    return new NewDelivery(
        made.app(),
        made.lane(),
        made.callId(),
        made.operation(),
        made.sequence(),
        made.subject(),
        made.body(),
        clock.instant());
  }

  private List<NewDelivery> callbacks(int threads, int numbers) {
    return IntStream.range(0, numbers)
        .boxed()
        .flatMap(n -> IntStream.range(0, threads).mapToObj(t -> callback("t" + t, n)))
        .toList();
  }

  private void assertInOrder(int threads, int numbers) {
    for (int t = 0; t < threads; t++) {
      String lane = "1/t" + t + "/";
      assertThat(app.bodies().stream().filter(body -> body.startsWith(lane)))
          .containsExactlyElementsOf(IntStream.range(0, numbers).mapToObj(n -> lane + n).toList());
    }
  }

  @Test
  void ten_seconds_down_cost_two_more() {
    try (app;
        DeliveryFixture fixture = fixture()) {
      fixture.dispatcher.start();
      dead();
      fixture.addAll(callbacks(3, 2));
      quiet(fixture);
      pass(fixture, Duration.ofSeconds(10));
      up();
      assertThat(untilReceived(fixture, 6)).isLessThanOrEqualTo(Duration.ofSeconds(4));
      assertInOrder(3, 2);
    }
  }

  @Test
  void a_minute_down_costs_two_seconds_for_the_first_and_some_more_for_all() {
    try (app;
        DeliveryFixture fixture = fixture()) {
      fixture.dispatcher.start();
      down();
      fixture.addAll(callbacks(40, 2));
      quiet(fixture);
      app.received.clear();
      pass(fixture, Duration.ofSeconds(60));
      assertThat(app.received).as("probes, and second attempts").hasSizeBetween(20, 120);
      up();
      assertThat(untilReceived(fixture, 1)).isLessThanOrEqualTo(Duration.ofSeconds(2));
      assertThat(untilReceived(fixture, 80)).isLessThanOrEqualTo(Duration.ofSeconds(15));
      assertInOrder(40, 2);
    }
  }

  @Test
  void an_hour_down_costs_half_a_minute_and_no_more_attempts_than_the_policy_has() {
    try (app;
        DeliveryFixture fixture = fixture()) {
      fixture.dispatcher.start();
      dead();
      List<NewDelivery> callbacks = callbacks(2, 1);
      fixture.addAll(callbacks);
      quiet(fixture);
      pass(fixture, Duration.ofMinutes(30));
      app.received.clear();
      pass(fixture, Duration.ofMinutes(5));
      assertThat(app.received).as("one probe each half minute").hasSizeBetween(8, 13);
      up();
      assertThat(untilReceived(fixture, 1)).isLessThanOrEqualTo(Duration.ofSeconds(30));
      assertThat(untilReceived(fixture, 2)).isLessThanOrEqualTo(Duration.ofSeconds(2));
      await().until(() -> fixture.state(callbacks.getFirst()) == State.DELIVERED);
      List<LoggedAttempt> attempts = fixture.story(callbacks.getFirst()).orElseThrow().attempts();
      assertThat(attempts).hasSizeLessThanOrEqualTo(5);
    }
  }

  @Test
  void one_callback_that_nobody_can_digest_is_not_hammered_while_the_others_succeed() {
    try (app;
        DeliveryFixture fixture = fixture()) {
      fixture.dispatcher.start();
      script =
          (callback, out) ->
              AppServer.respond(out, callback.body().contains("/bad/") ? 500 : 200, "");
      NewDelivery bad = callback("bad", 0);
      fixture.add(bad);
      for (int second = 0; second < 120; second++) {
        fixture.add(callback("good", second));
        step(fixture, Duration.ofSeconds(1));
      }
      assertThat(app.bodies().stream().filter(body -> body.contains("/bad/")).count())
          .isBetween(3L, 12L);
      assertThat(fixture.state(bad)).isEqualTo(State.PENDING);
      assertThat(fixture.story(bad).orElseThrow().attempts()).hasSize(2);
    }
  }

  @Test
  void an_endpoint_that_asks_to_be_left_alone_is_left_alone() {
    try (app;
        DeliveryFixture fixture = fixture()) {
      fixture.dispatcher.start();
      script = (_, out) -> AppServer.respond(out, 503, "", "Retry-After: 40");
      fixture.add(callback("t", 0));
      quiet(fixture);
      assertThat(app.received).hasSize(1);
      pass(fixture, Duration.ofSeconds(39));
      assertThat(app.received).hasSize(1);
    }
  }

  @Test
  void a_person_or_a_test_that_succeeds_hurries_what_waits() {
    try (app;
        DeliveryFixture fixture = fixture()) {
      fixture.dispatcher.start();
      List<Runnable> hurries =
          List.of(
              () -> fixture.dispatcher.retryNow(new RuleId(1)),
              () -> fixture.dispatcher.retryNow(callback("t0", 0).lane()),
              () -> fixture.dispatcher.resume(new RuleId(1)),
              () -> fixture.dispatcher.ruleChanged(new RuleId(1)),
              () ->
                  assertThat(fixture.dispatcher.test(callback("test", 0)).outcome())
                      .isInstanceOf(Outcome.Acknowledged.class));
      for (int number = 0; number < hurries.size(); number++) {
        down();
        fixture.add(callback("t0", number));
        quiet(fixture);
        pass(fixture, Duration.ofSeconds(60));
        up();
        String body = "1/t0/" + number;
        hurries.get(number).run();
        quiet(fixture);
        // A lane that has just been tried rests for a second.
        step(fixture, Duration.ofSeconds(1));
        await(body).until(() -> app.bodies().contains(body));
        quiet(fixture);
      }
    }
  }

  @Test
  void a_restart_hurries_what_waits() {
    try (app) {
      try (DeliveryFixture before = fixture()) {
        before.dispatcher.start();
        down();
        before.addAll(callbacks(3, 1));
        quiet(before);
        pass(before, Duration.ofSeconds(30));
      }
      up();
      try (DeliveryFixture after = fixture()) {
        after.dispatcher.start();
        assertThat(untilReceived(after, 3)).isLessThanOrEqualTo(Duration.ofSeconds(5));
      }
    }
  }

  @Test
  void the_vendors_policy_is_the_vendors() {
    try (app;
        DeliveryFixture fixture = fixture()) {
      fixture.rule(1, app.url(), RetryPolicy.VENDOR);
      fixture.dispatcher.start();
      down();
      NewDelivery callback = callback("t", 0);
      fixture.add(callback);
      await().until(() -> fixture.state(callback) == State.STORED);
      up();
      pass(fixture, Duration.ofSeconds(60));
      assertThat(app.received).isEmpty();
    }
  }
}
