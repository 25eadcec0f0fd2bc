package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.cluster.NodeStore;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Backlog;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Failure;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.Timings;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.log.DeliveryPage;
import dev.weft.delivery.log.DeliveryStory;
import dev.weft.delivery.log.LoggedAttempt;
import dev.weft.delivery.log.LoggedDelivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is written down of callbacks: what is pending, what was attempted, what came of it.
public class DeliveryStoreTest extends EachStore {

  private static final RuleId RULE = new RuleId(1);
  private static final RuleId OTHER_RULE = new RuleId(2);
  private static final long APP = 7;
  private static final Timings TIMINGS =
      new Timings(
          Duration.ofNanos(1_000),
          Duration.ofNanos(2_000),
          null,
          Duration.ofMillis(3),
          Duration.ofMillis(4));
  private static final Outcome TAKEN = new Outcome.Acknowledged(200, "thank you", TIMINGS);
  private static final Outcome SILENT =
      new Outcome.Unreachable(Failure.TIMEOUT, "no answer in 10 s", Timings.NONE);

  @Test
  void keeps_what_is_pending_in_the_order_it_was_added() {
    Delivery first = add(callback(RULE, "t", 1));
    Delivery second = add(callback(RULE, "t", 2));
    add(callback(RULE, "other", 1));
    add(callback(OTHER_RULE, "t", 1));

    assertThat(pending(lane(RULE, "t"), -1, 10)).containsExactly(first, second);
    assertThat(pending(lane(RULE, "t"), first.id(), 10)).containsExactly(second);
    assertThat(pending(lane(RULE, "t"), -1, 1)).containsExactly(first);
  }

  @Test
  void is_done_with_what_was_delivered_stored_or_discarded() {
    Delivery delivered = add(callback(RULE, "a", 1));
    Delivery stored = add(callback(RULE, "b", 1));
    Delivery discarded = add(callback(RULE, "c", 1));

    settle(
        attempt(delivered, TAKEN, new Verdict.Delivered()),
        attempt(stored, SILENT, new Verdict.Store()),
        attempt(discarded, SILENT, new Verdict.Discard()));

    assertThat(backlog()).isEqualTo(new Backlog(0, null));
    assertThat(lanes(RULE, null, 10)).isEmpty();
    assertThat(logged(delivered).state()).isEqualTo(State.DELIVERED);
    assertThat(logged(delivered).attempts()).isEqualTo(1);
    assertThat(logged(stored).state()).isEqualTo(State.STORED);
    assertThat(logged(discarded).state()).isEqualTo(State.DISCARDED);
  }

  @Test
  void keeps_its_place_while_it_is_put_off() {
    Delivery first = add(callback(RULE, "t", 1));
    Delivery second = add(callback(RULE, "t", 2));
    Instant later = NOW.plusSeconds(5);

    settle(attempt(first, SILENT, new Verdict.RetryAt(later)));

    Delivery again = new Delivery(first.id(), first.content(), Kind.LIVE, 1, later);
    assertThat(pending(lane(RULE, "t"), -1, 10)).containsExactly(again, second);
    assertThat(logged(first).nextAttempt()).isEqualTo(later);

    settle(attempt(again, TAKEN, new Verdict.Delivered()));

    assertThat(pending(lane(RULE, "t"), -1, 10)).containsExactly(second);
    assertThat(logged(first).nextAttempt()).isNull();
    assertThat(logged(first).attempts()).isEqualTo(2);
  }

  @Test
  void tells_of_retries_when_they_fall_due_and_of_each_moment_once() {
    Delivery first = add(callback(RULE, "a", 1));
    Delivery second = add(callback(RULE, "b", 1));
    Delivery third = add(callback(OTHER_RULE, "a", 1));
    Instant soon = NOW.plusSeconds(1);
    settle(
        attempt(first, SILENT, new Verdict.RetryAt(soon)),
        attempt(second, SILENT, new Verdict.RetryAt(soon)),
        attempt(third, SILENT, new Verdict.RetryAt(NOW.plusSeconds(9))));
    add(callback(RULE, "never put off", 1));

    LaneHead firstHead = new LaneHead(first.lane(), first.id(), soon);
    LaneHead secondHead = new LaneHead(second.lane(), second.id(), soon);
    assertThat(due(NOW, Long.MAX_VALUE, soon, 10)).containsExactly(firstHead, secondHead);
    assertThat(due(NOW, Long.MAX_VALUE, soon, 1)).containsExactly(firstHead);
    assertThat(due(soon, first.id(), soon, 10)).containsExactly(secondHead);
    assertThat(due(soon, Long.MAX_VALUE, NOW.plusSeconds(9), 10))
        .extracting(LaneHead::id)
        .containsExactly(third.id());
  }

  @Test
  void walks_over_the_lanes_of_a_rule_each_once_with_its_first_callback() {
    Set<LaneHead> heads = new HashSet<>();
    for (int conversation = 0; conversation < 7; conversation++) {
      Delivery head = add(callback(RULE, "t" + conversation, 1));
      add(callback(RULE, "t" + conversation, 2));
      heads.add(new LaneHead(head.lane(), head.id(), null));
    }
    add(callback(OTHER_RULE, "t0", 1));

    List<LaneHead> walked = new ArrayList<>();
    List<LaneHead> some = lanes(RULE, null, 3);
    while (!some.isEmpty()) {
      assertThat(some).hasSizeLessThanOrEqualTo(3);
      walked.addAll(some);
      some = lanes(RULE, walked.getLast().lane(), 3);
    }

    assertThat(walked).containsExactlyInAnyOrderElementsOf(heads);
    assertThat(read(database.deliveries()::rules)).containsExactly(RULE, OTHER_RULE);
  }

  @Test
  void gives_up_the_callbacks_of_a_rule_step_by_step() {
    for (int number = 0; number < 5; number++) {
      add(callback(RULE, "t", number));
    }
    Delivery other = add(callback(OTHER_RULE, "t", 1));

    assertThat(this.<Integer>call(tx -> database.deliveries().discard(tx, RULE, 3))).isEqualTo(3);
    assertThat(this.<Integer>call(tx -> database.deliveries().discard(tx, RULE, 3))).isEqualTo(2);
    assertThat(this.<Integer>call(tx -> database.deliveries().discard(tx, RULE, 3))).isZero();
    assertThat(read(database.deliveries()::rules)).containsExactly(OTHER_RULE);
    assertThat(pending(other.lane(), -1, 10)).containsExactly(other);
  }

  @Test
  void remembers_why_a_rule_stands_still_until_it_goes_on() {
    Delivery head = add(callback(RULE, "t", 1));

    settle(attempt(head, SILENT, new Verdict.Pause("status 410")));

    assertThat(read(database.deliveries()::paused))
        .containsEntry(RULE, new EndpointHealth.Paused("status 410", NOW))
        .hasSize(1);
    assertThat(pending(head.lane(), -1, 10)).extracting(Delivery::attempts).containsExactly(1);

    run(tx -> database.deliveries().resume(tx, RULE));

    assertThat(read(database.deliveries()::paused)).isEmpty();
  }

  @Test
  void a_test_is_pending_for_nobody() {
    Delivery test =
        call(tx -> database.deliveries().add(tx, callback(RULE, "t", 0), Kind.TEST)).delivery();

    assertThat(pending(test.lane(), -1, 10)).isEmpty();
    assertThat(backlog().size()).isZero();

    settle(attempt(test, TAKEN, new Verdict.Delivered()));

    assertThat(logged(test).state()).isEqualTo(State.DELIVERED);
    assertThat(logged(test).kind()).isEqualTo(Kind.TEST);
  }

  @Test
  void counts_the_backlog_and_knows_its_oldest() {
    Delivery first = add(callback(RULE, "t", 1));
    add(callback(RULE, "t", 2));

    assertThat(backlog()).isEqualTo(new Backlog(2, NOW.plusSeconds(1)));

    settle(attempt(first, TAKEN, new Verdict.Delivered()));

    assertThat(backlog()).isEqualTo(new Backlog(1, NOW.plusSeconds(2)));
  }

  @Test
  void tells_the_whole_story_of_a_callback() {
    Delivery delivery = add(callback(RULE, "t", 1));
    Instant later = NOW.plusSeconds(5);
    settle(attempt(delivery, SILENT, new Verdict.RetryAt(later)));
    Delivery again = pending(delivery.lane(), -1, 1).getFirst();
    settle(attempt(again, TAKEN, new Verdict.Delivered()));

    DeliveryStory story = story(delivery);

    assertThat(story.body()).isEqualTo(delivery.body());
    assertThat(story.delivery())
        .isEqualTo(
            new LoggedDelivery(
                delivery.id(),
                State.DELIVERED,
                Kind.LIVE,
                APP,
                delivery.lane(),
                delivery.callId(),
                "send",
                1,
                "message-1",
                NOW.plusSeconds(1),
                2,
                null,
                null));
    assertThat(story.attempts())
        .containsExactly(
            new LoggedAttempt(
                1,
                NOW,
                null,
                Failure.TIMEOUT,
                "no answer in 10 s",
                Timings.NONE,
                "",
                "retry",
                Outcome.Headers.NONE),
            new LoggedAttempt(
                2, NOW, 200, null, null, TIMINGS, "thank you", "delivered", Outcome.Headers.NONE));
  }

  @Test
  void keeps_the_headers_of_what_failed_once_however_often_it_is_settled() {
    Delivery delivery = add(callback(RULE, "t", 1));
    Outcome.Headers headers =
        new Outcome.Headers(
            List.of(new Outcome.Header("webhook-id", "c"), new Outcome.Header("empty", "")),
            List.of(new Outcome.Header("Server", "a: b"), new Outcome.Header("X", "\ufffd\u202e")));
    Outcome refused = new Outcome.Refused(503, "no", null, TIMINGS, headers);
    Attempt attempt = attempt(delivery, refused, new Verdict.Store());

    settle(attempt);
    settle(attempt);

    assertThat(story(delivery).attempts())
        .containsExactly(
            new LoggedAttempt(1, NOW, 503, null, null, TIMINGS, "no", "stored", headers));
  }

  @Test
  void tells_of_each_attempt_whatever_was_answered() {
    for (int length : List.of(0, 1, 64, 65, 1_001)) {
      String answer = "x".repeat(length);
      Delivery delivery = add(callback(RULE, "t", length));
      Delivery late = add(callback(OTHER_RULE, "t", length));
      Outcome taken = new Outcome.Acknowledged(204, answer, TIMINGS);
      run(tx -> database.deliveries().discard(tx, OTHER_RULE, 9));

      settle(
          attempt(delivery, taken, new Verdict.Delivered()),
          attempt(late, taken, new Verdict.Delivered()));

      LoggedAttempt attempt =
          new LoggedAttempt(
              1, NOW, 204, null, null, TIMINGS, answer, "delivered", Outcome.Headers.NONE);
      assertThat(story(delivery).attempts()).containsExactly(attempt);
      assertThat(logged(delivery).state()).isEqualTo(State.DELIVERED);
      assertThat(story(late).attempts()).containsExactly(attempt);
      assertThat(logged(late).state()).isEqualTo(State.DISCARDED);
    }
  }

  @Test
  void lists_the_newest_first_page_by_page_and_filtered() {
    Delivery first = add(callback(RULE, "t", 1));
    Delivery second = add(callback(RULE, "t", 2));
    Delivery third = add(callback(OTHER_RULE, "u", 3));
    settle(attempt(first, TAKEN, new Verdict.Delivered()));

    DeliveryPage page = list(DeliveryFilter.ofApp(APP), null, 2);
    assertThat(ids(page)).containsExactly(third.id(), second.id());
    assertThat(ids(list(DeliveryFilter.ofApp(APP), page.next(), 2))).containsExactly(first.id());
    assertThat(ids(list(DeliveryFilter.ofApp(8), null, 9))).isEmpty();
    assertThat(ids(list(filter(OTHER_RULE, null, null, null, null), null, 9)))
        .containsExactly(third.id());
    assertThat(ids(list(filter(null, "t", State.PENDING, null, null), null, 9)))
        .containsExactly(second.id());
    assertThat(ids(list(filter(null, null, null, "message-2", null), null, 9)))
        .containsExactly(second.id());
    assertThat(ids(list(filter(null, null, null, null, NOW.plusSeconds(2)), null, 9)))
        .containsExactly(third.id(), second.id());
  }

  private static Lane lane(RuleId rule, String conversation) {
    return new Lane(rule, conversation);
  }

  public static NewDelivery callback(RuleId rule, String conversation, int number) {
    String text = rule.value() + "/" + conversation + "/" + number;
    return new NewDelivery(
        APP,
        lane(rule, conversation),
        new CallId("call-" + text),
        "send",
        number,
        "message-" + number,
        Body.of(text.getBytes(StandardCharsets.UTF_8)),
        NOW.plusSeconds(number));
  }

  private Delivery add(NewDelivery callback) {
    return call(tx -> database.deliveries().add(tx, callback, Kind.LIVE)).delivery();
  }

  private static Attempt attempt(Delivery delivery, Outcome outcome, Verdict verdict) {
    return new Attempt(delivery, NOW, outcome, verdict);
  }

  /// As the settler does.
  private void settle(Attempt... attempts) {
    List<Attempt> delivered = Stream.of(attempts).filter(Attempt::deliveredLive).toList();
    List<Attempt> others = Stream.of(attempts).filter(a -> !a.deliveredLive()).toList();
    run(
        tx -> {
          List<Attempt> _ = database.deliveries().settle(tx, others);
          database.deliveries().settleDelivered(tx, delivered);
        });
  }

  private List<Delivery> pending(Lane lane, long after, int limit) {
    return read(snapshot -> database.deliveries().pending(snapshot, lane, after, limit));
  }

  private List<LaneHead> lanes(RuleId rule, @Nullable Lane after, int limit) {
    return read(snapshot -> database.deliveries().lanes(snapshot, rule, after, limit));
  }

  private List<LaneHead> due(Instant after, long afterId, Instant until, int limit) {
    return read(snapshot -> database.deliveries().due(snapshot, after, afterId, until, limit));
  }

  private Backlog backlog() {
    return read(database.deliveries()::backlog);
  }

  private DeliveryStory story(Delivery delivery) {
    return this.<List<DeliveryStory>>read(
            snapshot -> database.deliveryLog().find(snapshot, APP, delivery.callId()))
        .getFirst();
  }

  private LoggedDelivery logged(Delivery delivery) {
    return story(delivery).delivery();
  }

  private DeliveryPage list(DeliveryFilter filter, @Nullable Long before, int limit) {
    return read(snapshot -> database.deliveryLog().list(snapshot, filter, before, limit));
  }

  private static DeliveryFilter filter(
      @Nullable RuleId rule,
      @Nullable String conversation,
      @Nullable State state,
      @Nullable String subject,
      @Nullable Instant since) {
    return new DeliveryFilter(APP, rule, conversation, state, null, subject, since, null);
  }

  private static List<Long> ids(DeliveryPage page) {
    return page.deliveries().stream().map(LoggedDelivery::id).toList();
  }

  @Test
  void settles_nothing_anew_that_was_settled_by_a_commit_nobody_heard_of() {
    Delivery stored = add(callback(RULE, "t", 1));
    Delivery delivered = add(callback(RULE, "t", 2));
    Attempt[] attempts = {
      attempt(stored, SILENT, new Verdict.Store()),
      attempt(delivered, TAKEN, new Verdict.Delivered())
    };
    settle(attempts);
    List<DeliveryStory> once = List.of(story(stored), story(delivered));

    settle(attempts);

    assertThat(List.of(story(stored), story(delivered))).isEqualTo(once);
    assertThat(backlog().size()).isZero();
  }

  @Test
  void delivers_nothing_anew_that_has_ended_otherwise() {
    if (kind == TestDatabase.POSTGRESQL) {
      Delivery delivery = add(callback(RULE, "t", 1));
      settle(attempt(delivery, SILENT, new Verdict.Store()));
      DeliveryStory once = story(delivery);

      settle(attempt(delivery, TAKEN, new Verdict.Delivered()));

      assertThat(story(delivery)).isEqualTo(once);
    }
  }

  @Test
  void leaves_what_another_node_has_taken_over_to_that_one() {
    if (kind == TestDatabase.POSTGRESQL) {
      try (NodeStore nodes = database.sharing().orElseThrow().nodes()) {
        int number = nodes.join(new NodeStore.NodeRegistration("one", "first", "a", "1"));
        Delivery delivered = add(callback(RULE, "a", 1));
        Delivery stored = add(callback(RULE, "b", 1));
        Attempt[] attempts = {
          attempt(delivered, TAKEN, new Verdict.Delivered()),
          attempt(stored, SILENT, new Verdict.Store())
        };

        settle(attempts);

        assertThat(backlog().size()).isEqualTo(2);

        assertThat(
                nodes.beat(
                    number,
                    "first",
                    NodeStore.NodeState.LIVE,
                    _ -> new NodeStore.Plan(List.of(), List.of(), Lane.PARTITIONS)))
            .isPresent();
        settle(attempts);

        assertThat(backlog().size()).isZero();
        assertThat(logged(delivered).state()).isEqualTo(State.DELIVERED);
        assertThat(logged(stored).state()).isEqualTo(State.STORED);
      }
    }
  }
}
