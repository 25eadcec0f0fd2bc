package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.Timings;
import dev.weft.delivery.Verdict;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Failures are found without a look at what was delivered: the console asks for them every few
/// seconds, when everything works too. The databases themselves say what they have read.
class FailedAttemptsPlanTest extends EachStore {

  private static final int DELIVERED = 2_000;
  private static final int FAILED = 5;
  private static final Timings TOOK =
      new Timings(null, null, null, Duration.ofMillis(3), Duration.ofMillis(4));

  @Test
  void failures_are_found_without_reading_what_was_delivered() {
    settle(FAILED, new Outcome.Refused(500, "no", null, TOOK), new Verdict.Store());
    settle(DELIVERED, new Outcome.Acknowledged(200, "", TOOK), new Verdict.Delivered());

    run(
        tx -> {
          assertThat(database.deliverySearch().failures(tx, null, 2_000)).hasSize(FAILED);
          assertThat(database.deliverySearch().failures(tx, 1L, 2_000)).hasSize(FAILED);
          Sql sql = JdbcSnapshot.sql(tx);
          List<String> asked =
              sql.prepared().stream()
                  .filter(text -> text.startsWith("SELECT") && text.contains("<> 'delivered'"))
                  .toList();
          assertThat(asked).hasSize(2);
          for (String statement : asked) {
            assertThat(rowsRead(sql, statement)).as(statement).isEqualTo(2 * FAILED);
          }
        });
  }

  @Test
  void rows_that_are_read_and_thrown_away_would_be_counted() {
    settle(20, new Outcome.Acknowledged(200, "", TOOK), new Verdict.Delivered());

    run(
        tx -> {
          String all = "SELECT 1 FROM attempts a WHERE a.delivery >= ? AND a.total < 0 LIMIT ?";
          long read = rowsRead(JdbcSnapshot.sql(tx), all);
          // On SQLite delivered attempts are rows of another table.
          assertThat(read).isEqualTo(kind == TestDatabase.POSTGRESQL ? 20 : 0);
        });
  }

  private long rowsRead(Sql sql, String statement) {
    return kind == TestDatabase.POSTGRESQL
        ? readByPostgres(sql, statement)
        : readBySqlite(sql, statement);
  }

  /// All rows of the attempts, which the plan begins with, and one delivery for each.
  private static long readBySqlite(Sql sql, String statement) {
    long parameters = statement.chars().filter(c -> c == '?').count();
    List<String> steps =
        sql.list(
            "EXPLAIN QUERY PLAN " + statement,
            row -> row.text(4),
            Collections.nCopies((int) parameters, 1).toArray());
    assertThat(steps.getFirst()).startsWith("SEARCH a USING PRIMARY KEY (delivery>?)");
    assertThat(steps.subList(1, steps.size()))
        .allSatisfy(step -> assertThat(step).matches("SEARCH d USING INTEGER PRIMARY KEY.*"));
    return steps.size()
        * sql.one("SELECT count(*) FROM attempts", row -> row.number(1)).orElseThrow();
  }

  /// Rows of tables that PostgreSQL has read, those it threw away included.
  private static long readByPostgres(Sql sql, String statement) {
    // The parameters are the first delivery, the app if one is asked for, and the limit.
    String values = statement.replaceFirst("\\?", "1").replaceFirst("d\\.app = \\?", "d.app = 1");
    String plan =
        sql.one(
                "EXPLAIN (ANALYZE, FORMAT JSON) " + values.replaceFirst("\\?", "2000"),
                row -> row.text(1))
            .orElseThrow();
    return read(JsonMapper.shared().readTree(plan).get(0).get("Plan"));
  }

  private static long read(JsonNode node) {
    long read = 0;
    if (node.has("Relation Name")) {
      double each =
          node.path("Actual Rows").asDouble() + node.path("Rows Removed by Filter").asDouble(0);
      read += Math.round(each * node.path("Actual Loops").asDouble());
    }
    for (JsonNode inner : node.path("Plans")) {
      read += read(inner);
    }
    return read;
  }

  private void settle(int count, Outcome outcome, Verdict verdict) {
    List<Attempt> attempts =
        call(tx -> IntStream.range(0, count).mapToObj(i -> add(tx, i, outcome)).toList()).stream()
            .map(entry -> attempt(entry.delivery(), outcome, verdict))
            .toList();
    run(tx -> assertThat(database.deliveries().settle(tx, attempts)).isNotNull());
  }

  private static Attempt attempt(Delivery delivery, Outcome outcome, Verdict verdict) {
    return new Attempt(delivery, NOW, outcome, verdict);
  }

  private OutboxEntry add(Tx tx, int i, Outcome outcome) {
    return database
        .deliveries()
        .add(
            tx,
            new NewDelivery(
                1,
                new Lane(new RuleId(1), "thread" + i),
                new CallId(outcome.getClass().getSimpleName() + i),
                "send",
                1,
                Integer.toString(i),
                Body.of("{}".getBytes(StandardCharsets.UTF_8)),
                NOW.plusSeconds(i),
                null),
            Kind.LIVE);
  }
}
