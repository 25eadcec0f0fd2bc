package dev.weft.delivery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.Throttle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is done with an endpoint that fails, or wants little: limits, circuit, ban, parking.
@Timeout(180)
class EndpointTroubleTest {

  private static final RuleId RULE = new RuleId(1);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("weft.db");
  }

  private static List<NewDelivery> oneEach(int from, int until) {
    return IntStream.range(from, until)
        .mapToObj(t -> DeliveryFixture.callback(1, "t" + t, 0))
        .toList();
  }

  private static Endpoint throttled(Endpoint rule, Throttle throttle) {
    return new Endpoint(
        rule.owner(), rule.name(), rule.url(), true, rule.retry(), throttle, rule.signer());
  }

  private static boolean is(DeliveryFixture fixture, Class<? extends EndpointHealth> health) {
    return health.isInstance(fixture.dispatcher.health(RULE));
  }

  @Test
  void burns_few_attempts_on_an_endpoint_that_fails_and_delivers_all_when_it_works_again() {
    AtomicInteger status = new AtomicInteger(500);
    List<EndpointHealth> told = new CopyOnWriteArrayList<>();
    DeliveryListener listener =
        new DeliveryListener() {
          @Override
          public void healthChanged(Endpoint endpoint, EndpointHealth health) {
            told.add(health);
          }
        };
    try (AppServer app = new AppServer((_, out) -> AppServer.respond(out, status.get(), ""));
        DeliveryFixture fixture =
            new DeliveryFixture(
                file(), DeliverySettings.DEFAULT, DeliveryFixture.DEADLINE, listener)) {
      fixture.rule(
          1, app.url(), DeliveryFixture.retrying(2_000, 2_000, 2_000, 2_000, 2_000, 2_000));
      fixture.dispatcher.start();
      fixture.addAll(oneEach(0, 500));
      await().until(() -> is(fixture, EndpointHealth.Open.class));
      // Those that were in flight when it opened, and not many probes.
      await().until(() -> fixture.dispatcher.attemptsInFlight() == 0);
      assertThat(app.received).hasSizeLessThan(100);
      assertThat(fixture.backlog()).isEqualTo(500);

      status.set(200);
      await().until(() -> fixture.backlog() == 0);
      assertThat(is(fixture, EndpointHealth.Delivering.class)).isTrue();
      assertThat(told).extracting(Object::getClass).first().isEqualTo(EndpointHealth.Open.class);
      assertThat(told).last().isEqualTo(EndpointHealth.DELIVERING);
    }
  }

  @Test
  void lets_a_person_close_the_circuit() {
    AtomicInteger status = new AtomicInteger(500);
    try (AppServer app = new AppServer((_, out) -> AppServer.respond(out, status.get(), ""));
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      fixture.rule(1, app.url(), DeliveryFixture.retrying(100, 60_000));
      fixture.dispatcher.start();
      fixture.addAll(oneEach(0, 200));
      await().until(() -> is(fixture, EndpointHealth.Open.class));
      assertThat(fixture.dispatcher.unhealthy()).containsOnlyKeys(RULE);

      status.set(200);
      fixture.addAll(oneEach(200, 300));
      fixture.dispatcher.resume(RULE);
      await().until(() -> fixture.dispatcher.unhealthy().isEmpty());
      await().until(() -> fixture.backlog() < 150);
    }
  }

  @Test
  void bans_a_vendor_rule_in_order_across_a_restart_until_a_person_resumes_it() {
    AtomicInteger status = new AtomicInteger(500);
    try (AppServer app = new AppServer((_, out) -> AppServer.respond(out, status.get(), ""))) {
      int received;
      try (DeliveryFixture fixture = new DeliveryFixture(file())) {
        fixture.rule(1, app.url(), RetryPolicy.VENDOR);
        fixture.dispatcher.start();
        fixture.addAll(oneEach(0, 300));
        await().until(() -> is(fixture, EndpointHealth.Banned.class));
        await().until(() -> fixture.dispatcher.attemptsInFlight() == 0);
        await().until(() -> fixture.dispatcher.lanesInMemory() == 0);
        received = app.received.size();
        assertThat(received).isBetween(90, 90 + 64);
      }
      try (DeliveryFixture fixture = new DeliveryFixture(file())) {
        fixture.rule(1, app.url(), RetryPolicy.VENDOR);
        fixture.dispatcher.start();
        assertThat(fixture.dispatcher.health(RULE))
            .isInstanceOfSatisfying(
                EndpointHealth.Banned.class,
                banned -> assertThat(banned.ban().number()).isEqualTo(1));
        long waiting = fixture.backlog();
        assertThat(app.received).hasSize(received);

        status.set(200);
        fixture.dispatcher.resume(RULE);
        await().until(() -> fixture.backlog() == 0);
        assertThat(app.received).hasSize(received + (int) waiting);
        assertThat(is(fixture, EndpointHealth.Delivering.class)).isTrue();
      }
    }
  }

  @Test
  void keeps_within_the_concurrency_of_the_rule() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (AppServer app =
            new AppServer(
                (_, out) -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  now.decrementAndGet();
                  AppServer.respond(out, 200, "");
                });
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      Endpoint rule = fixture.rule(1, app.url(), DeliveryFixture.retrying(20));
      fixture.rules.put(RULE, throttled(rule, new Throttle(2, null)));
      fixture.dispatcher.start();
      fixture.addAll(oneEach(0, 300));
      await().until(() -> fixture.backlog() == 0);
      assertThat(most.get()).isBetween(1, 2);
      assertThat(app.connections.get()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void delivers_everything_at_the_rate_of_the_rule() {
    try (AppServer app = AppServer.willing();
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      Endpoint rule = fixture.rule(1, app.url(), DeliveryFixture.retrying(20));
      fixture.rules.put(RULE, throttled(rule, new Throttle(null, 50.0)));
      fixture.dispatcher.start();
      long begun = System.nanoTime();
      fixture.addAll(oneEach(0, 100));
      await().until(() -> fixture.backlog() == 0);
      // 100 at 50 a second take two seconds but for what is granted at once; longer is no fault.
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isGreaterThan(Duration.ofMillis(1_700));
      assertThat(app.received).hasSize(100);
    }
  }

  @Test
  void parks_what_keeps_failing_and_moves_on() {
    try (AppServer app =
            new AppServer(
                (callback, out) ->
                    AppServer.respond(out, callback.body().endsWith("/0") ? 500 : 200, ""));
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      fixture.rule(1, app.url(), DeliveryFixture.retrying(10, 10, 600_000).parkedAfter(3));
      fixture.dispatcher.start();
      NewDelivery poison = DeliveryFixture.callback(1, "t", 0);
      NewDelivery next = DeliveryFixture.callback(1, "t", 1);
      fixture.addAll(List.of(poison, next));
      await().until(() -> fixture.state(next) == State.DELIVERED);
      assertThat(fixture.state(poison)).isEqualTo(State.STORED);
      assertThat(app.bodies()).containsExactly("1/t/0", "1/t/0", "1/t/0", "1/t/1");
    }
  }
}
