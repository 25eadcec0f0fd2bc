package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.RuleId;
import dev.weft.pull.EventLog.Page;
import dev.weft.pull.PulledRule;
import dev.weft.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What every database shows to those who fetch callbacks.
class EventLogTest extends EachStore {

  private static final PulledRule OFFERED = rule(1, true);
  private static final PulledRule SENT = rule(2, false);
  private static final PulledRule OTHER = rule(3, true);

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
    database
        .transactions()
        .run(
            tx -> {
              if (rule.pullOnly()) {
                database.deliveries().offer(tx, callback(rule, "t", name));
              } else {
                database.deliveries().add(tx, callback(rule, "t", name), Kind.LIVE);
              }
            });
  }

  private Page read(PulledRule rule, long after, int limit) {
    long newest = database.transactions().read(database.eventLog()::newest);
    return database
        .transactions()
        .read(snapshot -> database.eventLog().read(snapshot, rule, after, newest, limit));
  }

  /// All of it, however many looks that takes.
  private List<String> reader(PulledRule rule, long after, int limit) {
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
      assertThat(reader(OFFERED, 0, limit)).isEqualTo(names);
      assertThat(reader(SENT, 0, limit)).hasSize(10).allMatch(name -> name.startsWith("s"));
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
    database
        .transactions()
        .run(
            tx -> {
              database.deliveries().add(tx, callback(SENT, "t", "replay"), Kind.REPLAY);
              database.deliveries().add(tx, callback(SENT, "t", "test"), Kind.TEST);
            });

    assertThat(reader(SENT, 0, 10)).containsExactly("live");
  }

  @Test
  void counts_what_comes_after_a_position_up_to_a_bound() {
    for (int i = 0; i < 5; i++) {
      add(OFFERED, "c" + i);
      add(OTHER, "o" + i);
      add(SENT, "s" + i);
    }
    long second = read(OFFERED, 0, 2).upTo();

    assertThat(waiting(0, 100)).isEqualTo(5);
    assertThat(waiting(second, 100)).isEqualTo(3);
    assertThat(waiting(0, 4)).as("no further").isEqualTo(4);
    assertThat(waiting(Long.MAX_VALUE, 100)).isZero();
  }

  private int waiting(long after, int most) {
    return database
        .transactions()
        .read(snapshot -> database.eventLog().waiting(snapshot, OFFERED.id(), after, most));
  }

  @Test
  void nothing_offered_is_pending() {
    add(OFFERED, "one");

    assertThat(database.transactions().<List<LaneOwner>>read(database.deliveries()::rules))
        .isEmpty();
    assertThat(database.transactions().read(database.deliveries()::backlog).size()).isZero();
  }

  @Test
  void a_position_stands_for_everything_before_it() {
    add(OFFERED, "one");
    add(SENT, "two");
    long newest = database.transactions().read(database.eventLog()::newest);
    add(OFFERED, "three");

    assertThat(reader(OFFERED, newest, 10)).containsExactly("three");
    assertThat(reader(SENT, newest, 10)).isEmpty();
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

  /// Rows that are sent have no index here: past those of others it goes step by step.
  @Test
  void a_look_is_bounded_and_says_where_to_go_on() {
    run(
        tx -> {
          for (int i = 0; i < 6_000; i++) {
            database.deliveries().add(tx, callback(OTHER, "t", "other"), Kind.LIVE);
          }
          database.deliveries().add(tx, callback(SENT, "t", "mine"), Kind.LIVE);
        });

    Page first = read(SENT, 0, 10);
    Page second = read(SENT, first.upTo(), 10);

    assertThat(first).isEqualTo(new Page(List.of(), 5_000, true));
    assertThat(second.deliveries()).hasSize(1);
    assertThat(second.more()).isFalse();
  }

  @Test
  void a_position_waits_for_who_may_still_show_something_before_it() {
    add(OFFERED, "one");
    long before = read(database.eventLog()::newest);
    run(
        tx -> {
          database.deliveries().offer(tx, callback(OFFERED, "t", "two"));
          // Whatever is asked next sends what waits: the number is taken.
          assertThat(database.deliveries().backlog(tx).size()).isZero();
          // Another may be done sooner only where many write.
          if (kind == TestDatabase.POSTGRESQL) {
            addAside(OTHER, "three");
          }
          assertThat(aside(() -> read(database.eventLog()::newest))).isEqualTo(before);
        });

    assertThat(reader(OFFERED, before, 10)).containsExactly("two");
  }

  private void addAside(PulledRule rule, String name) {
    boolean added =
        aside(
            () -> {
              run(tx -> database.deliveries().offer(tx, callback(rule, "aside", name)));
              return true;
            });
    assertThat(added).isTrue();
  }

  private static <T> T aside(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work).join();
  }
}
