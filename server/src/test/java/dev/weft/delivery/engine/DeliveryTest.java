package dev.weft.delivery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.Timings;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.engine.AppServer.Received;
import dev.weft.delivery.log.DeliveryStory;
import dev.weft.delivery.log.LoggedAttempt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A callback that was committed reaches its endpoint, in order, and its story is kept.
@Tag("slow")
@Timeout(180)
class DeliveryTest {

  private static final RetryPolicy PATIENT =
      DeliveryFixture.retrying(20, 20, 20, 20, 20, 20, 20, 20);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("weft.db");
  }

  @Test
  void carries_the_body_and_what_identifies_it() {
    try (AppServer app = AppServer.willing();
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.dispatcher.start();
      NewDelivery callback = DeliveryFixture.callback(1, "t", 3);
      fixture.add(callback);
      await().until(() -> fixture.state(callback) == State.DELIVERED);

      Received received = app.received.getFirst();
      assertThat(received.body()).isEqualTo("1/t/3");
      assertThat(received.header("content-type")).isEqualTo("application/json");
      assertThat(received.header("webhook-id")).isEqualTo("call-1/t/3");
      assertThat(received.header("webhook-signature")).isEqualTo("v1,call-1/t/3");
      assertThat(Long.parseLong(received.header("webhook-timestamp"))).isPositive();
      assertThat(received.header("weft-operation")).isEqualTo("send");
      assertThat(received.header("weft-sequence")).isEqualTo("3");
      assertThat(received.header("weft-attempt")).isEqualTo("1");
      assertThat(received.headers()).doesNotContainKeys("weft-replay", "accept-encoding", "cookie");
      assertThat(received.header("user-agent")).isEqualTo("Weft/test");
    }
  }

  @Test
  void keeps_the_order_of_each_conversation_while_every_third_attempt_fails() {
    AtomicInteger count = new AtomicInteger();
    try (AppServer app =
            new AppServer(
                (_, out) ->
                    AppServer.respond(out, count.incrementAndGet() % 3 == 0 ? 500 : 200, ""));
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.dispatcher.start();
      for (int number = 0; number < 50; number++) {
        int next = number;
        fixture.addAll(
            IntStream.range(0, 20)
                .mapToObj(t -> DeliveryFixture.callback(1, "t" + t, next))
                .toList());
      }
      await().until(() -> fixture.backlog() == 0);

      Map<String, List<Integer>> firsts = firstArrivals(app.bodies());
      assertThat(firsts).hasSize(20);
      assertThat(firsts.values())
          .allSatisfy(numbers -> assertThat(numbers).containsExactlyElementsOf(numbersBelow(50)));
    }
  }

  /// Requests of each conversation that are open at once, and the most there were.
  private static final class InFlight {
    final Map<String, AtomicInteger> now = new ConcurrentHashMap<>();
    final AtomicInteger most = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();

    /// Holds the request open until others of its conversation have had every chance to come.
    void answer(AppServer.Received callback, java.io.OutputStream out)
        throws java.io.IOException, InterruptedException {
      AtomicInteger open =
          now.computeIfAbsent(conversation(callback.body()), _ -> new AtomicInteger());
      requests.incrementAndGet();
      int before = open.incrementAndGet();
      most.accumulateAndGet(before, Math::max);
      boolean _ = new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
      most.accumulateAndGet(open.get(), Math::max);
      open.decrementAndGet();
      AppServer.respond(out, requests.get() % 7 == 0 ? 500 : 200, "");
    }
  }

  @Test
  void never_has_two_of_one_conversation_in_flight() {
    InFlight inFlight = new InFlight();
    try (AppServer app = new AppServer(inFlight::answer);
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.dispatcher.start();
      for (int number = 0; number < 200; number++) {
        fixture.add(DeliveryFixture.callback(1, "t" + number % 4, number));
      }
      await().until(() -> fixture.backlog() == 0);
      assertThat(inFlight.most).hasValue(1);
      assertThat(inFlight.requests).hasValueGreaterThan(200);
    }
  }

  /// The same receiver sees a lane that is broken: two dispatchers on one store, which hold the
  /// same partitions, send the same conversation side by side.
  @Test
  void would_be_seen_to_have_two_in_flight() {
    InFlight inFlight = new InFlight();
    try (AppServer app = new AppServer(inFlight::answer);
        DeliveryFixture one = new DeliveryFixture(file());
        DeliveryFixture other = new DeliveryFixture(file())) {
      one.rule(1, app.url(), PATIENT);
      other.rule(1, app.url(), PATIENT);
      for (int number = 0; number < 40; number++) {
        one.add(DeliveryFixture.callback(1, "t" + number % 4, number));
      }
      one.dispatcher.start();
      other.dispatcher.start();
      await().until(() -> inFlight.most.get() > 1);
    }
  }

  @Test
  void holds_up_nobody_else_when_one_conversation_fails() {
    try (AppServer app =
            new AppServer(
                (callback, out) ->
                    AppServer.respond(out, callback.body().contains("/bad/") ? 500 : 200, ""));
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      fixture.rule(1, app.url(), DeliveryFixture.retrying(60_000));
      fixture.dispatcher.start();
      fixture.add(DeliveryFixture.callback(1, "bad", 0));
      fixture.add(DeliveryFixture.callback(1, "bad", 1));
      List<NewDelivery> good =
          IntStream.range(0, 100).mapToObj(n -> DeliveryFixture.callback(1, "good", n)).toList();
      fixture.addAll(good);
      await().until(() -> fixture.state(good.getLast()) == State.DELIVERED);

      assertThat(fixture.backlog()).isEqualTo(2);
      assertThat(app.bodies()).doesNotContain("1/bad/1");
    }
  }

  @Test
  void takes_nothing_from_others_when_an_endpoint_hangs() {
    CountDownLatch end = new CountDownLatch(1);
    try (AppServer hanging = new AppServer((_, _) -> end.await());
        AppServer app = AppServer.willing();
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      fixture.rule(1, hanging.url(), PATIENT);
      fixture.rule(2, app.url(), PATIENT);
      fixture.dispatcher.start();
      fixture.addAll(
          IntStream.range(0, 500).mapToObj(t -> DeliveryFixture.callback(1, "t" + t, 0)).toList());
      await().until(() -> fixture.dispatcher.attemptsInFlight() > 0);
      fixture.addAll(
          IntStream.range(0, 500).mapToObj(t -> DeliveryFixture.callback(2, "t" + t, 0)).toList());
      await().until(() -> app.received.size() == 500);

      assertThat(hanging.received).hasSizeLessThanOrEqualTo(64);
      end.countDown();
      fixture.close(Duration.ZERO);
    }
  }

  @Test
  void delivers_in_order_what_an_earlier_process_left_behind() {
    CountDownLatch end = new CountDownLatch(1);
    try (AppServer app = new AppServer((_, _) -> end.await())) {
      try (DeliveryFixture before = new DeliveryFixture(file())) {
        before.rule(1, app.url(), PATIENT);
        before.dispatcher.start();
        for (int number = 0; number < 30; number++) {
          before.add(DeliveryFixture.callback(1, "t" + number % 3, number));
        }
        await().until(() -> app.received.size() == 3);
        before.close(Duration.ZERO);
      }
      end.countDown();
    }
    try (AppServer app = AppServer.willing();
        DeliveryFixture after = new DeliveryFixture(file())) {
      after.rule(1, app.url(), PATIENT);
      after.dispatcher.start();
      await().until(() -> after.backlog() == 0);

      Map<String, List<Integer>> arrivals = firstArrivals(app.bodies());
      assertThat(app.received).hasSize(30);
      assertThat(arrivals.get("t1"))
          .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(n -> n * 3 + 1).toList());
      // What was abandoned was not counted as an attempt.
      assertThat(app.received).allMatch(callback -> callback.header("weft-attempt").equals("1"));
    }
  }

  @Test
  void keeps_its_memory_bounded_and_its_order_when_the_backlog_does_not_fit() {
    DeliverySettings small = new DeliverySettings(8, 8, 20, 20, 2, 4_096);
    try (AppServer app = AppServer.willing();
        DeliveryFixture fixture =
            new DeliveryFixture(file(), small, DeliveryFixture.DEADLINE, DeliveryListener.NONE)) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.dispatcher.start();
      AtomicInteger mostLanes = new AtomicInteger();
      for (int number = 0; number < 10; number++) {
        int next = number;
        fixture.addAll(
            IntStream.range(0, 300)
                .mapToObj(t -> DeliveryFixture.callback(1, "t" + t, next))
                .toList());
        mostLanes.accumulateAndGet(fixture.dispatcher.lanesInMemory(), Math::max);
      }
      await()
          .until(
              () -> {
                mostLanes.accumulateAndGet(fixture.dispatcher.lanesInMemory(), Math::max);
                return fixture.backlog() == 0;
              });

      assertThat(mostLanes).hasValueLessThanOrEqualTo(20);
      Map<String, List<Integer>> arrivals = firstArrivals(app.bodies());
      assertThat(app.received).hasSize(3_000);
      assertThat(arrivals.values())
          .allSatisfy(numbers -> assertThat(numbers).containsExactlyElementsOf(numbersBelow(10)));
      await().until(() -> fixture.dispatcher.bytesInMemory() == 0);
    }
  }

  @Test
  void finds_lanes_again_that_were_put_aside_for_a_retry() {
    DeliverySettings small = new DeliverySettings(8, 8, 20, 20, 2, 4_096);
    Set<String> refused = ConcurrentHashMap.newKeySet();
    try (AppServer app =
            new AppServer(
                (callback, out) ->
                    AppServer.respond(
                        out,
                        callback.body().contains("/bad") && refused.add(callback.body())
                            ? 503
                            : 200,
                        ""));
        DeliveryFixture fixture =
            new DeliveryFixture(file(), small, DeliveryFixture.DEADLINE, DeliveryListener.NONE)) {
      fixture.rule(1, app.url(), DeliveryFixture.retrying(1_500));
      fixture.dispatcher.start();
      // The good ones between them keep the circuit closed.
      for (int number = 0; number < 2; number++) {
        int next = number;
        fixture.addAll(
            IntStream.range(0, 100)
                .mapToObj(t -> DeliveryFixture.callback(1, (t % 2 == 0 ? "bad" : "good") + t, next))
                .toList());
      }
      await().until(() -> fixture.backlog() == 0);

      assertThat(app.received).hasSize(300);
      assertThat(firstArrivals(app.bodies()).values())
          .allSatisfy(numbers -> assertThat(numbers).containsExactly(0, 1));
    }
  }

  @Test
  void tells_the_story_of_every_attempt() {
    AtomicInteger count = new AtomicInteger();
    try (AppServer app =
            new AppServer(
                (_, out) ->
                    AppServer.respond(out, count.getAndIncrement() == 0 ? 500 : 204, "no"));
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.dispatcher.start();
      NewDelivery callback = DeliveryFixture.callback(1, "t", 1);
      fixture.add(callback);
      await().until(() -> fixture.state(callback) == State.DELIVERED);

      DeliveryStory story = fixture.story(callback).orElseThrow();
      assertThat(story.body()).isEqualTo(callback.body());
      assertThat(story.delivery().attempts()).isEqualTo(2);
      assertThat(story.attempts()).extracting(LoggedAttempt::status).containsExactly(500, 204);
      assertThat(story.attempts())
          .extracting(LoggedAttempt::verdict)
          .containsExactly("retry", "delivered");
      assertThat(story.attempts().getFirst().answer()).isEqualTo("no");
      Outcome.Headers headers = story.attempts().getFirst().headers();
      assertThat(headers.request())
          .contains(
              new Outcome.Header("webhook-id", callback.callId().value()),
              new Outcome.Header("weft-attempt", "1"))
          .extracting(Outcome.Header::name)
          .contains("Host", "webhook-signature", "Content-Length");
      assertThat(headers.answer()).contains(new Outcome.Header("Content-Length", "2"));
      assertThat(story.attempts().getLast().headers().isEmpty()).isTrue();
      Timings timings = story.attempts().getFirst().timings();
      assertThat(timings.connect()).isNotNull();
      assertThat(timings.firstByte()).isNotNull().isLessThanOrEqualTo(timings.total());
    }
  }

  @Test
  void keeps_what_its_policy_has_given_up_and_goes_on() {
    try (AppServer app =
            new AppServer(
                (callback, out) ->
                    AppServer.respond(out, callback.body().endsWith("/0") ? 500 : 200, ""));
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      fixture.rule(1, app.url(), RetryPolicy.VENDOR);
      fixture.dispatcher.start();
      NewDelivery first = DeliveryFixture.callback(1, "t", 0);
      NewDelivery second = DeliveryFixture.callback(1, "t", 1);
      fixture.addAll(List.of(first, second));
      await().until(() -> fixture.state(second) == State.DELIVERED);

      assertThat(fixture.state(first)).isEqualTo(State.STORED);
      assertThat(app.bodies()).containsExactly("1/t/0", "1/t/0", "1/t/1");
    }
  }

  @Test
  void pauses_the_rule_on_410_until_it_is_changed() {
    AtomicInteger status = new AtomicInteger(410);
    try (AppServer app = new AppServer((_, out) -> AppServer.respond(out, status.get(), ""));
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.dispatcher.start();
      fixture.add(DeliveryFixture.callback(1, "t", 0));
      await().until(() -> !fixture.dispatcher.unhealthy().isEmpty());
      fixture.add(DeliveryFixture.callback(1, "u", 0));
      assertThat(fixture.dispatcher.health(new RuleId(1)))
          .isInstanceOf(EndpointHealth.Paused.class);
      assertThat(fixture.backlog()).isEqualTo(2);

      status.set(200);
      fixture.dispatcher.ruleChanged(new RuleId(1));
      await().until(() -> fixture.backlog() == 0);
      assertThat(fixture.dispatcher.unhealthy()).isEmpty();
      assertThat(app.bodies()).containsOnlyOnce("1/u/0").hasSize(3);
    }
  }

  @Test
  void does_not_hold_against_a_new_url_what_the_old_one_answers() {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch moved = new CountDownLatch(1);
    try (AppServer old =
            new AppServer(
                (_, out) -> {
                  reached.countDown();
                  moved.await();
                  AppServer.respond(out, 410, "");
                });
        AppServer app = AppServer.willing()) {
      try (DeliveryFixture fixture = new DeliveryFixture(file())) {
        fixture.rule(1, old.url(), PATIENT);
        fixture.dispatcher.start();
        fixture.add(DeliveryFixture.callback(1, "t", 0));
        await().until(() -> reached.getCount() == 0);

        fixture.rule(1, app.url(), PATIENT);
        fixture.dispatcher.ruleChanged(new RuleId(1));
        moved.countDown();
        await().until(() -> fixture.backlog() == 0);
        assertThat(fixture.dispatcher.unhealthy()).isEmpty();
        assertThat(app.bodies()).containsExactly("1/t/0");
        await().until(() -> fixture.transactions.read(fixture.store::paused).isEmpty());
      }
    }
  }

  @Test
  void holds_back_a_disabled_rule_in_order_and_gives_up_a_deleted_one() {
    try (AppServer app = AppServer.willing();
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      Endpoint rule = fixture.rule(1, app.url(), PATIENT);
      fixture.rules.put(
          rule.owner(),
          new Endpoint(rule.owner(), rule.name(), rule.url(), false, rule.retry(), rule.signer()));
      fixture.dispatcher.start();
      List<NewDelivery> held =
          IntStream.range(0, 5).mapToObj(n -> DeliveryFixture.callback(1, "t", n)).toList();
      fixture.addAll(held);
      fixture.rules.put(rule.owner(), rule);
      fixture.dispatcher.ruleChanged(rule.owner());
      await().until(() -> fixture.backlog() == 0);
      assertThat(app.bodies()).containsExactly("1/t/0", "1/t/1", "1/t/2", "1/t/3", "1/t/4");

      fixture.rules.clear();
      NewDelivery orphan = DeliveryFixture.callback(1, "t", 5);
      fixture.add(orphan);
      await().until(() -> fixture.state(orphan) == State.DISCARDED);
      assertThat(app.received).hasSize(5);
    }
  }

  @Test
  void tests_a_rule_through_the_real_path_once() {
    try (AppServer app = new AppServer((_, out) -> AppServer.respond(out, 500, "oh dear"));
        DeliveryFixture fixture = new DeliveryFixture(file())) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.dispatcher.start();
      NewDelivery callback = DeliveryFixture.callback(1, "test", 0);

      Attempt attempt = fixture.dispatcher.test(callback);

      assertThat(attempt.outcome()).isInstanceOf(Outcome.Refused.class);
      assertThat(attempt.verdict()).isEqualTo(new Verdict.Discard());
      assertThat(fixture.story(callback).orElseThrow().attempts()).hasSize(1);
      assertThat(app.received).hasSize(1);
    }
  }

  @Test
  void tells_its_listener_what_became_durable() {
    List<Attempt> settled = new java.util.concurrent.CopyOnWriteArrayList<>();
    DeliveryListener listener =
        new DeliveryListener() {
          @Override
          public void settled(Attempt attempt) {
            settled.add(attempt);
          }
        };
    try (AppServer app = AppServer.willing();
        DeliveryFixture fixture =
            new DeliveryFixture(
                file(), DeliverySettings.DEFAULT, DeliveryFixture.DEADLINE, listener)) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.dispatcher.start();
      fixture.add(DeliveryFixture.callback(1, "t", 0));
      await().until(() -> settled.size() == 1);
      assertThat(settled.getFirst().verdict()).isEqualTo(new Verdict.Delivered());
    }
  }

  private static List<Integer> numbersBelow(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  private static List<String> parts(String body) {
    return Arrays.asList(body.split("/", 3));
  }

  private static String conversation(String body) {
    return parts(body).get(1);
  }

  /// The numbers of each conversation in the order in which they first arrived.
  private static Map<String, List<Integer>> firstArrivals(List<String> bodies) {
    return bodies.stream()
        .distinct()
        .map(DeliveryTest::parts)
        .collect(
            Collectors.groupingBy(
                parts -> parts.get(1),
                Collectors.mapping(
                    parts -> Integer.parseInt(parts.get(2)),
                    Collectors.toCollection(ArrayList::new))));
  }
}
