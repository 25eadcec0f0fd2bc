package dev.weft.storage.jdbc.delivery;

import dev.weft.delivery.CallId;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.redrive.Job;
import dev.weft.delivery.redrive.JobStore.Candidate;
import dev.weft.delivery.redrive.JobStore.Found;
import dev.weft.delivery.redrive.JobStore.Preview;
import dev.weft.delivery.redrive.Selection;
import dev.weft.storage.sql.Conditions;
import dev.weft.storage.sql.Dialect;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the deliveries that a job selects.
final class JdbcSelections {

  /// Rows that one look may read: some 50 ms. No index serves the filters, because every index
  /// costs each callback more than a job now and then.
  private static final long ROWS_PER_LOOK = 20_000;

  private JdbcSelections() {}

  static Found next(Sql sql, Job job, int limit) {
    return switch (job.order().selection()) {
      case Selection.Stored stored -> stored(sql, job, stored, limit);
      case Selection.Matching matching -> matching(sql, job, matching, limit);
    };
  }

  private static Found stored(Sql sql, Job job, Selection.Stored stored, int limit) {
    Conditions where =
        new Conditions()
            .add("e.app = ?", job.order().app())
            .add("e.slot = ?", stored.dateKey().key())
            .add("e.delivery > ?", job.cursor())
            .add("e.delivery <= ?", job.last())
            .add("e.rule = ?", stored.rule() == null ? null : stored.rule().value());
    List<Candidate> found =
        sql.list(
            "SELECT e.delivery, d.rule, d.conversation"
                + " FROM exceptions e JOIN deliveries d ON d.id = e.delivery WHERE "
                + where
                + " ORDER BY e.delivery LIMIT ?",
            JdbcSelections::candidate,
            where.parameters(limit));
    return upTo(job.last(), found, limit);
  }

  private static Found matching(Sql sql, Job job, Selection.Matching selection, int limit) {
    DeliveryFilter filter = selection.filter();
    if (!selection.calls().isEmpty()) {
      List<Candidate> found = new ArrayList<>();
      for (CallId call : selection.calls()) {
        found.addAll(candidates(sql, filter, job.cursor(), job.last(), call, limit));
      }
      found.sort(Comparator.comparingLong(Candidate::id));
      return upTo(job.last(), found.subList(0, Math.min(limit, found.size())), limit);
    }
    if (filter.subject() != null) {
      return upTo(
          job.last(), candidates(sql, filter, job.cursor(), job.last(), null, limit), limit);
    }
    long top = Math.min(job.last(), job.cursor() + ROWS_PER_LOOK);
    return upTo(top, candidates(sql, filter, job.cursor(), top, null, limit), limit);
  }

  /// As many as were asked for: there may be more behind the last of them.
  private static Found upTo(long top, List<Candidate> found, int limit) {
    return new Found(found, found.size() < limit ? top : found.getLast().id());
  }

  private static List<Candidate> candidates(
      Sql sql, DeliveryFilter filter, long after, long upTo, @Nullable CallId call, int limit) {
    Conditions where = matching(filter, after, upTo, call);
    return sql.list(
        "SELECT id, rule, conversation"
            + from(sql.dialect(), filter, call)
            + where
            + " ORDER BY id LIMIT ?",
        JdbcSelections::candidate,
        where.parameters(limit));
  }

  private static Candidate candidate(Row row) throws SQLException {
    return new Candidate(row.number(1), new Lane(LaneOwner.of(row.number(2)), row.text(3)));
  }

  /// How many match, of those with an id in (`after`, `upTo`].
  static Preview count(Sql sql, Selection.Matching selection, long after, long upTo) {
    DeliveryFilter filter = selection.filter();
    if (!selection.calls().isEmpty()) {
      return selection.calls().stream()
          .map(call -> count(sql, filter, after, upTo, call))
          .reduce(Preview.NONE, Preview::plus);
    }
    return count(sql, filter, after, upTo, null);
  }

  private static Preview count(
      Sql sql, DeliveryFilter filter, long after, long upTo, @Nullable CallId call) {
    Conditions where = matching(filter, after, upTo, call);
    return sql.one(
            "SELECT count(*), min(created), max(created)"
                + from(sql.dialect(), filter, call)
                + where,
            row -> new Preview(row.number(1), row.timeOrNull(2), row.timeOrNull(3)),
            where.parameters())
        .orElseThrow();
  }

  /// SQLite is told which index serves best; PostgreSQL has seen more of the table than we.
  private static String from(Dialect dialect, DeliveryFilter filter, @Nullable CallId call) {
    String how =
        call != null
            ? dialect.indexedBy("deliveries_by_call")
            : filter.subject() != null
                ? dialect.indexedBy("deliveries_by_subject")
                : dialect.notIndexed();
    return " FROM deliveries" + how + " WHERE kind = 0 AND state NOT IN (0, 5) AND ";
  }

  /// Only what happened, and is not in flight: no replay, no test.
  private static Conditions matching(
      DeliveryFilter filter, long after, long upTo, @Nullable CallId call) {
    return new Conditions()
        .add("app = ?", filter.app())
        .add("id > ?", after)
        .add("id <= ?", upTo)
        .add("call_id = ?", call == null ? null : call.value())
        .add("rule = ?", filter.rule() == null ? null : filter.rule().value())
        .add("conversation = ?", filter.conversation())
        .add("state = ?", filter.state() == null ? null : DeliveryCodes.code(filter.state()))
        .add("operation = ?", filter.operation())
        .add("subject = ?", filter.subject())
        .add("created >= ?", filter.since())
        .add("created < ?", filter.until());
  }
}
