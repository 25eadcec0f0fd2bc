package dev.weft.storage.jdbc.delivery;

import dev.weft.delivery.CallId;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.redrive.DateKey;
import dev.weft.delivery.redrive.Job;
import dev.weft.delivery.redrive.JobState;
import dev.weft.delivery.redrive.NewJob;
import dev.weft.delivery.redrive.Selection;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rows of the jobs table.
final class JdbcJobs {

  static final String SELECT =
      "SELECT id, app, kind, state, slot, calls, rule, conversation, delivery_state, operation,"
          + " subject, since, until, target, rate, cursor, last, queued, delivered, failed,"
          + " skipped, created, finished, reason FROM jobs";

  private JdbcJobs() {}

  /// Keeps a job that runs and answers its number.
  static long insert(Sql sql, NewJob job, long last) {
    return switch (job.selection()) {
      case Selection.Stored(DateKey dateKey, RuleId rule) ->
          insert(
              sql,
              job,
              last,
              dateKey.key(),
              null,
              new DeliveryFilter(job.app(), rule, null, null, null, null, null, null));
      case Selection.Matching(DeliveryFilter filter, List<CallId> calls) ->
          insert(sql, job, last, null, calls.isEmpty() ? null : lines(calls), filter);
    };
  }

  private static long insert(
      Sql sql,
      NewJob job,
      long last,
      @Nullable Long dateKey,
      @Nullable String calls,
      DeliveryFilter filter) {
    return sql.one(
            "INSERT INTO jobs (app, kind, state, slot, calls, rule, conversation, delivery_state,"
                + " operation, subject, since, until, target, rate, cursor, last, queued,"
                + " delivered, failed, skipped, created)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, 0, 0, 0, ?)"
                + " RETURNING id",
            row -> row.number(1),
            job.app(),
            DeliveryCodes.code(job.kind()),
            DeliveryCodes.code(JobState.RUNNING),
            dateKey,
            calls,
            filter.rule() == null ? null : filter.rule().value(),
            filter.conversation(),
            filter.state() == null ? null : DeliveryCodes.code(filter.state()),
            filter.operation(),
            filter.subject(),
            filter.since(),
            filter.until(),
            job.target() == null ? null : job.target().toString(),
            job.rate(),
            last,
            job.created())
        .orElseThrow();
  }

  private static String lines(List<CallId> calls) {
    return calls.stream().map(CallId::value).collect(Collectors.joining("\n"));
  }

  static Job read(Row row) throws SQLException {
    @Nullable String target = row.textOrNull(14);
    NewJob order =
        new NewJob(
            row.number(2),
            DeliveryCodes.jobKind(row.count(3)),
            selection(row),
            target == null ? null : URI.create(target),
            row.count(15),
            row.time(22));
    return new Job(
        row.number(1),
        order,
        DeliveryCodes.jobState(row.count(4)),
        row.number(16),
        row.number(17),
        new Job.Counts(row.number(18), row.number(19), row.number(20), row.number(21)),
        row.timeOrNull(23),
        row.textOrNull(24));
  }

  private static Selection selection(Row row) throws SQLException {
    @Nullable Long dateKey = row.numberOrNull(5);
    @Nullable String calls = row.textOrNull(6);
    @Nullable Long number = row.numberOrNull(7);
    @Nullable RuleId rule = number == null ? null : new RuleId(number);
    if (dateKey != null) {
      return new Selection.Stored(new DateKey(dateKey), rule);
    }
    @Nullable Long state = row.numberOrNull(9);
    DeliveryFilter filter =
        new DeliveryFilter(
            row.number(2),
            rule,
            row.textOrNull(8),
            state == null ? null : state(state),
            row.textOrNull(10),
            row.textOrNull(11),
            row.timeOrNull(12),
            row.timeOrNull(13));
    return new Selection.Matching(
        filter, calls == null ? List.of() : calls.lines().map(CallId::new).toList());
  }

  private static State state(long code) {
    return DeliveryCodes.state((int) code);
  }
}
