package dev.weft.delivery.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.chat.SteppingClock;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.Timings;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.engine.DeliveryFixture;
import dev.weft.delivery.engine.DeliveryStore;
import dev.weft.storage.Database;
import dev.weft.tx.CommitListener;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is finished goes by age, and nothing else.
@Tag("slow")
class RetentionTest {

  private static final Duration KEEP = Duration.ofDays(30);

  @TempDir Path folder;
  private final SteppingClock clock = new SteppingClock();
  private final Map<RuleId, Long> gone = new HashMap<>();
  private final List<Long> looksFrom = new ArrayList<>();
  private Database database;
  private Transactions transactions;
  private DeliveryStore store;
  private Retention retention;
  private int numbers;

  @BeforeEach
  void open() {
    database = Database.sqlite(folder.resolve("weft.db"), CommitListener.NONE);
    transactions = database.transactions();
    store = database.deliveries();
    retention = new Retention(transactions, new Watched(), clock, KEEP, gone::put);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /// The real one, and a note of where each look began.
  private final class Watched implements LogRetention {
    private final LogRetention rows = database.logRetention();

    @Override
    public Stretch stretch(Snapshot snapshot, long after, Instant cutoff, int limit) {
      looksFrom.add(after);
      return rows.stretch(snapshot, after, cutoff, limit);
    }

    @Override
    public Map<LaneOwner, Long> delete(Tx tx, long after, long upTo) {
      return rows.delete(tx, after, upTo);
    }
  }

  private void run() {
    while (retention.step()) {
      // As the sweeper does, without its pauses.
    }
  }

  private NewDelivery fresh(long rule) {
    String id = "c" + numbers++;
    return new NewDelivery(
        DeliveryFixture.APP,
        new Lane(new RuleId(rule), "t"),
        new CallId(id),
        "send",
        1,
        id,
        Body.of(id.getBytes(StandardCharsets.UTF_8)),
        clock.instant());
  }

  /// A delivery after one attempt with this verdict.
  private Delivery add(Verdict verdict) {
    Delivery delivery = add();
    Outcome outcome = new Outcome.Acknowledged(200, "ok", Timings.NONE);
    Attempt attempt = new Attempt(delivery, clock.instant(), outcome, verdict);
    transactions.run(tx -> store.settle(tx, List.of(attempt)));
    return delivery;
  }

  private Delivery add() {
    return transactions.call(tx -> store.add(tx, fresh(1), Kind.LIVE)).delivery();
  }

  private void add(int count, Verdict verdict) {
    for (int i = 0; i < count; i++) {
      add(verdict);
    }
  }

  private List<Long> left() {
    return transactions.read(
        snapshot ->
            database
                .deliveryLog()
                .list(snapshot, DeliveryFilter.ofApp(DeliveryFixture.APP), null, 10_000)
                .deliveries()
                .stream()
                .map(LoggedDelivery::id)
                .sorted()
                .toList());
  }

  @Test
  void keeps_what_is_young_and_takes_what_is_old_with_its_attempts() throws SQLException {
    Delivery old = add(new Verdict.Discard());
    clock.step(Duration.ofDays(1));
    Delivery young = add(new Verdict.Discard());
    Delivery newest = add(new Verdict.Delivered());

    run();
    assertThat(left()).containsExactly(old.id(), young.id(), newest.id());
    clock.step(KEEP.minusHours(1));
    run();

    assertThat(left()).containsExactly(young.id(), newest.id());
    assertThat(attemptsOf(old)).isZero();
    assertThat(attemptsOf(young)).isOne();
    assertThat(gone).containsExactly(Map.entry(new RuleId(1), old.id()));
  }

  /// Asked for in the table itself: the log shows attempts only with their delivery.
  private int attemptsOf(Delivery delivery) throws SQLException {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("weft.db"));
        ResultSet count =
            db.createStatement()
                .executeQuery("SELECT count(*) FROM attempts WHERE delivery = " + delivery.id())) {
      return count.getInt(1);
    }
  }

  @Test
  void never_takes_what_is_pending_or_in_exception_storage() {
    Delivery pending = add();
    Delivery retried = add(new Verdict.RetryAt(clock.instant()));
    Delivery stored = add(new Verdict.Store());
    Delivery discarded = add(new Verdict.Discard());
    transactions.run(tx -> store.offer(tx, fresh(2)));
    Delivery newest = add(new Verdict.Delivered());
    clock.step(KEEP.plusDays(400));

    run();

    assertThat(left()).containsExactly(pending.id(), retried.id(), stored.id(), newest.id());
    assertThat(gone)
        .containsOnlyKeys(new RuleId(1), new RuleId(2))
        .containsEntry(new RuleId(1), discarded.id());
  }

  @Test
  void never_takes_the_newest_whose_id_would_be_given_again() {
    add(3, new Verdict.Delivered());
    clock.step(KEEP.plusDays(1));

    run();
    long left = left().getFirst();

    assertThat(left()).hasSize(1);
    assertThat(add(new Verdict.Delivered()).id()).isGreaterThan(left);
  }

  @Test
  void goes_in_bounded_steps_and_passes_what_has_to_stay_once() {
    add(1_200, new Verdict.Store());
    add(800, new Verdict.Delivered());
    Delivery newest = add(new Verdict.Delivered());
    clock.step(KEEP.plusDays(1));

    run();

    assertThat(left()).hasSize(1_201).contains(newest.id());
    assertThat(looksFrom).containsExactly(0L, 500L, 1_000L, 1_500L, 2_000L);
    looksFrom.clear();
    clock.step(Duration.ofHours(1));
    add(1, new Verdict.Delivered());
    run();
    assertThat(looksFrom).containsExactly(2_000L);
  }

  @Test
  void comes_back_a_day_later_for_what_was_finished_meanwhile() {
    Delivery late = add();
    add(2, new Verdict.Delivered());
    clock.step(KEEP.plusDays(1));
    run();
    assertThat(left()).contains(late.id());

    Outcome outcome = new Outcome.Acknowledged(200, "", Timings.NONE);
    transactions.run(
        tx ->
            store.settle(
                tx, List.of(new Attempt(late, clock.instant(), outcome, new Verdict.Delivered()))));
    run();
    assertThat(left()).contains(late.id());
    clock.step(Duration.ofDays(2));
    run();

    assertThat(left()).doesNotContain(late.id());
  }
}
