package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.weft.delivery.log.LogRetention;
import dev.weft.storage.sql.JdbcSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The old end of the deliveries goes, in every table that has something of it.
class LogRetentionTest extends EachStore {

  private static final RuleId RULE = new RuleId(1);
  private static final RuleId PULLED = new RuleId(2);

  private static NewDelivery callback(RuleId rule, Instant created) {
    return new NewDelivery(
        7,
        new Lane(rule, "t"),
        new CallId("c"),
        "send",
        0,
        "m",
        Body.of(new byte[] {'{', '}'}),
        created);
  }

  private Delivery settled(Verdict verdict, Instant created) {
    Delivery delivery =
        call(tx -> database.deliveries().add(tx, callback(RULE, created), Kind.LIVE)).delivery();
    Outcome.Headers headers =
        new Outcome.Headers(List.of(new Outcome.Header("webhook-id", "c")), List.of());
    Outcome outcome =
        verdict instanceof Verdict.Delivered
            ? new Outcome.Acknowledged(200, "ok", Timings.NONE)
            : new Outcome.Refused(500, "no", null, Timings.NONE, headers);
    run(
        tx ->
            database
                .deliveries()
                .settle(tx, List.of(new Attempt(delivery, NOW, outcome, verdict))));
    return delivery;
  }

  private long rows(String table) {
    return read(
        snapshot ->
            JdbcSnapshot.sql(snapshot)
                .one("SELECT count(*) FROM " + table, row -> row.number(1))
                .orElse(0L));
  }

  @Test
  void takes_what_is_finished_and_leaves_nothing_of_it_behind() {
    Delivery old = settled(new Verdict.Discard(), NOW.minusSeconds(9));
    settled(new Verdict.Store(), NOW.minusSeconds(9));
    run(tx -> database.deliveries().offer(tx, callback(PULLED, NOW.minusSeconds(9))));
    settled(new Verdict.Delivered(), NOW);
    settled(new Verdict.Delivered(), NOW);

    LogRetention retention = database.logRetention();
    LogRetention.Stretch stretch = read(snapshot -> retention.stretch(snapshot, 0, NOW, 10));
    Map<LaneOwner, Long> gone = call(tx -> retention.delete(tx, 0, stretch.upTo()));

    assertThat(stretch).isEqualTo(new LogRetention.Stretch(3, true));
    assertThat(gone).isEqualTo(Map.of(RULE, old.id(), PULLED, 3L));
    assertThat(rows("deliveries")).isEqualTo(3);
    assertThat(rows(kind == TestDatabase.SQLITE ? "all_attempts" : "attempts")).isEqualTo(3);
    assertThat(rows("attempt_headers")).isEqualTo(1);
    if (kind == TestDatabase.POSTGRESQL) {
      assertThat(rows("delivery_bodies")).isEqualTo(3);
      assertThat(rows("offers")).isZero();
    }
  }
}
