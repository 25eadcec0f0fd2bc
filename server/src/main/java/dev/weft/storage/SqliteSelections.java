package dev.weft.storage;

import dev.weft.delivery.CallId;
import dev.weft.delivery.DeliveryFilter;
import dev.weft.delivery.Job;
import dev.weft.delivery.JobStore.Candidate;
import dev.weft.delivery.JobStore.Found;
import dev.weft.delivery.JobStore.Preview;
import dev.weft.delivery.Lane;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.Selection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the deliveries that a job selects.
final class SqliteSelections {

  /// Rows that one look may read: some 50 ms. No index serves the filters, because every index
  /// costs each callback more than a job now and then.
  private static final long ROWS_PER_LOOK = 20_000;

  /// Only what happened, was sent, and is not under way: no replay, no test, nothing that is only
  /// there to be fetched.
  private static final String MATCHING =
      " kind = 0 AND state NOT IN (0, 5) AND app = ?1 AND id > ?2 AND id <= ?3"
          + " AND (?4 IS NULL OR rule = ?4) AND (?5 IS NULL OR conversation = ?5)"
          + " AND (?6 IS NULL OR state = ?6) AND (?7 IS NULL OR operation = ?7)"
          + " AND (?8 IS NULL OR subject = ?8) AND (?9 IS NULL OR created >= ?9)"
          + " AND (?10 IS NULL OR created < ?10) AND (?11 IS NULL OR call_id = ?11)";

  private static final String BY_CALL =
      " FROM deliveries INDEXED BY deliveries_by_call WHERE call_id = ?11 AND" + MATCHING;

  private static final String BY_SUBJECT =
      " FROM deliveries INDEXED BY deliveries_by_subject WHERE subject = ?8 AND" + MATCHING;

  private static final String BY_ID = " FROM deliveries NOT INDEXED WHERE" + MATCHING;

  private SqliteSelections() {}

  static Found next(Sql sql, Job job, int limit) {
    return switch (job.order().selection()) {
      case Selection.Stored stored -> stored(sql, job, stored, limit);
      case Selection.Matching matching -> matching(sql, job, matching, limit);
    };
  }

  private static Found stored(Sql sql, Job job, Selection.Stored stored, int limit) {
    List<Candidate> found =
        sql.list(
            "SELECT e.delivery, d.rule, d.conversation"
                + " FROM exceptions e JOIN deliveries d ON d.id = e.delivery"
                + " WHERE e.app = ?1 AND e.slot = ?2 AND e.delivery > ?3 AND e.delivery <= ?4"
                + " AND (?5 IS NULL OR e.rule = ?5) ORDER BY e.delivery LIMIT ?6",
            SqliteSelections::candidate,
            job.order().app(),
            stored.slot().key(),
            job.cursor(),
            job.last(),
            stored.rule() == null ? null : stored.rule().value(),
            limit);
    return upTo(job.last(), found, limit);
  }

  private static Found matching(Sql sql, Job job, Selection.Matching selection, int limit) {
    DeliveryFilter filter = selection.filter();
    if (!selection.calls().isEmpty()) {
      List<Candidate> found = new ArrayList<>();
      for (CallId call : selection.calls()) {
        found.addAll(candidates(sql, BY_CALL, filter, job.cursor(), job.last(), call, limit));
      }
      found.sort(Comparator.comparingLong(Candidate::id));
      return upTo(job.last(), found.subList(0, Math.min(limit, found.size())), limit);
    }
    if (filter.subject() != null) {
      return upTo(
          job.last(),
          candidates(sql, BY_SUBJECT, filter, job.cursor(), job.last(), null, limit),
          limit);
    }
    long top = Math.min(job.last(), job.cursor() + ROWS_PER_LOOK);
    return upTo(top, candidates(sql, BY_ID, filter, job.cursor(), top, null, limit), limit);
  }

  /// As many as were asked for: there may be more behind the last of them.
  private static Found upTo(long top, List<Candidate> found, int limit) {
    return new Found(found, found.size() < limit ? top : found.getLast().id());
  }

  private static List<Candidate> candidates(
      Sql sql,
      String from,
      DeliveryFilter filter,
      long after,
      long upTo,
      @Nullable CallId call,
      int limit) {
    return sql.list(
        "SELECT id, rule, conversation" + from + " ORDER BY id LIMIT ?12",
        SqliteSelections::candidate,
        parameters(filter, after, upTo, call, limit));
  }

  private static Candidate candidate(Row row) throws SQLException {
    return new Candidate(row.number(1), new Lane(new RuleId(row.number(2)), row.text(3)));
  }

  /// How many match, of those with an id in (`after`, `upTo`].
  static Preview count(Sql sql, Selection.Matching selection, long after, long upTo) {
    DeliveryFilter filter = selection.filter();
    if (!selection.calls().isEmpty()) {
      return selection.calls().stream()
          .map(call -> count(sql, BY_CALL, filter, after, upTo, call))
          .reduce(Preview.NONE, Preview::plus);
    }
    String from = filter.subject() == null ? BY_ID : BY_SUBJECT;
    return count(sql, from, filter, after, upTo, null);
  }

  private static Preview count(
      Sql sql, String from, DeliveryFilter filter, long after, long upTo, @Nullable CallId call) {
    return sql.one(
            "SELECT count(*), min(created), max(created)" + from + " LIMIT ?12",
            row -> new Preview(row.number(1), row.timeOrNull(2), row.timeOrNull(3)),
            parameters(filter, after, upTo, call, 1))
        .orElseThrow();
  }

  /// What stands at the numbers in [#MATCHING], and the limit.
  private static @Nullable Object[] parameters(
      DeliveryFilter filter, long after, long upTo, @Nullable CallId call, int limit) {
    return new @Nullable Object[] {
      filter.app(),
      after,
      upTo,
      filter.rule() == null ? null : filter.rule().value(),
      filter.conversation(),
      filter.state() == null ? null : DeliveryCodes.code(filter.state()),
      filter.operation(),
      filter.subject(),
      filter.since(),
      filter.until(),
      call == null ? null : call.value(),
      limit
    };
  }
}
