package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.DeliveryStore;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.RuleId;
import dev.weft.pull.EventLog;
import dev.weft.pull.EventLog.Page;
import dev.weft.pull.PulledRule;
import dev.weft.trace.TraceContext;
import dev.weft.tx.Transactions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What every database shows to those who fetch callbacks.
abstract class EventLogContract {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final PulledRule OFFERED = rule(1, true);
  private static final PulledRule SENT = rule(2, false);
  private static final PulledRule OTHER = rule(3, true);

  abstract Transactions transactions();

  abstract DeliveryStore deliveries();

  abstract EventLog log();

  private static PulledRule rule(long id, boolean pullOnly) {
    return new PulledRule(new RuleId(id), pullOnly, (_, _, _) -> "");
  }

  private static NewDelivery callback(PulledRule rule, String thread, String name) {
    return new NewDelivery(
        7,
        new Lane(rule.id(), thread),
        new CallId(name),
        "send",
        3,
        "m",
        Body.of(name.getBytes(StandardCharsets.UTF_8)),
        NOW,
        TraceContext.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "a=1")
            .orElseThrow());
  }

  private void add(PulledRule rule, String name) {
    transactions()
        .run(
            tx -> {
              if (rule.pullOnly()) {
                deliveries().offer(tx, callback(rule, "t", name));
              } else {
                deliveries().add(tx, callback(rule, "t", name), Kind.LIVE);
              }
            });
  }

  private Page read(PulledRule rule, long after, int limit) {
    return transactions().read(snapshot -> log().read(snapshot, rule, after, limit));
  }

  /// All of it, however many looks that takes.
  private List<String> walk(PulledRule rule, long after, int limit) {
    List<String> names = new ArrayList<>();
    Page page = read(rule, after, limit);
    names.addAll(names(page));
    while (page.more()) {
      page = read(rule, page.upTo(), limit);
      names.addAll(names(page));
    }
    return names;
  }

  private static List<String> names(Page page) {
    return page.deliveries().stream().map(delivery -> delivery.body().toString()).toList();
  }

  @Test
  void shows_each_callback_of_a_rule_once_in_order_whatever_the_size_of_pages() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      add(OFFERED, "o" + i);
      add(SENT, "s" + i);
      add(OTHER, "x" + i);
      names.add("o" + i);
    }

    for (int limit : new int[] {1, 3, 10, 100}) {
      assertThat(walk(OFFERED, 0, limit)).isEqualTo(names);
      assertThat(walk(SENT, 0, limit)).hasSize(10).allMatch(name -> name.startsWith("s"));
    }
  }

  @Test
  void gives_back_what_was_kept_as_it_was_before_any_attempt() {
    add(OFFERED, "one");
    add(SENT, "two");

    Delivery offered = read(OFFERED, 0, 10).deliveries().getFirst();
    Delivery sent = read(SENT, 0, 10).deliveries().getFirst();

    assertThat(offered)
        .isEqualTo(new Delivery(offered.id(), callback(OFFERED, "t", "one"), Kind.LIVE, 0, null));
    assertThat(sent)
        .isEqualTo(new Delivery(sent.id(), callback(SENT, "t", "two"), Kind.LIVE, 0, null));
  }

  @Test
  void leaves_out_replays_and_tests_of_what_is_sent() {
    add(SENT, "live");
    transactions()
        .run(
            tx -> {
              deliveries().add(tx, callback(SENT, "t", "replay"), Kind.REPLAY);
              deliveries().add(tx, callback(SENT, "t", "test"), Kind.TEST);
            });

    assertThat(walk(SENT, 0, 10)).containsExactly("live");
  }

  @Test
  void nothing_offered_is_pending() {
    add(OFFERED, "one");

    assertThat(transactions().<List<RuleId>>read(deliveries()::rules)).isEmpty();
    assertThat(transactions().read(deliveries()::backlog).size()).isZero();
  }

  @Test
  void a_position_stands_for_everything_before_it() {
    add(OFFERED, "one");
    add(SENT, "two");
    long newest = transactions().read(log()::newest);
    add(OFFERED, "three");

    assertThat(walk(OFFERED, newest, 10)).containsExactly("three");
    assertThat(walk(SENT, newest, 10)).isEmpty();
    Page end = read(SENT, newest, 10);
    assertThat(end.upTo()).isGreaterThanOrEqualTo(newest);
    assertThat(read(OFFERED, 1_000_000, 10).upTo()).isEqualTo(1_000_000);
  }

  @Test
  void a_reader_beside_many_writers_misses_nothing() throws InterruptedException {
    int writers = 8;
    int each = 50;
    CountDownLatch left = new CountDownLatch(writers);
    for (int writer = 0; writer < writers; writer++) {
      String name = "w" + writer;
      Thread.startVirtualThread(
          () -> {
            for (int i = 0; i < each; i++) {
              add(OFFERED, name + "-" + i);
            }
            left.countDown();
          });
    }

    List<String> seen = new ArrayList<>();
    long position = 0;
    boolean over;
    do {
      over = left.getCount() == 0;
      Page page = read(OFFERED, position, 7);
      seen.addAll(names(page));
      position = page.upTo();
      over = over && !page.more();
    } while (!over);

    assertThat(seen).doesNotHaveDuplicates().hasSize(writers * each);
  }
}
