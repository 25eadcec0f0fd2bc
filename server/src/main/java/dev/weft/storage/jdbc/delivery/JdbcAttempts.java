package dev.weft.storage.jdbc.delivery;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Failure;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.Timings;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.log.LoggedAttempt;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Attempts in SQLite. The one that delivers is in the row of its delivery, so that what goes well
/// costs one statement; every other has a row in the attempts table.
public final class JdbcAttempts {

  /// The longest answer beside a callback. Longer ones would make rows outgrow their pages.
  private static final int MAX_ANSWER = 64;

  private JdbcAttempts() {}

  /// Marks the delivery as delivered by this attempt. False if that is not so, or if the attempt
  /// needs a row of its own; then nothing was changed.
  public static boolean isSettledWith(Sql sql, Attempt attempt) {
    return attempt.verdict() instanceof Verdict.Delivered
        && attempt.outcome()
            instanceof Outcome.Acknowledged(int status, String answer, Timings took)
        && answer.length() <= MAX_ANSWER
        && sql.update(
                "UPDATE deliveries SET state = 1, attempts = ?, next_attempt = NULL, started = ?,"
                    + " status = ?, dns = ?, connect = ?, tls = ?, first_byte = ?, total = ?,"
                    + " answer = ? WHERE id = ? AND (state = 0 OR kind = 2)",
                attempt.number(),
                attempt.started(),
                status,
                micros(took.dns()),
                micros(took.connect()),
                micros(took.tls()),
                micros(took.firstByte()),
                micros(took.total()),
                orNull(answer),
                attempt.delivery().id())
            > 0;
  }

  /// Gives the attempt a row, unless it has one: what was settled by a commit that seemed to fail
  /// is settled again.
  public static void add(Sql sql, Attempt attempt) {
    switch (attempt.outcome()) {
      case Outcome.Acknowledged(int status, String answer, _) ->
          insert(sql, attempt, status, null, null, answer);
      case Outcome.Refused(int status, String answer, _, _, _) ->
          insert(sql, attempt, status, null, null, answer);
      case Outcome.Unreachable(Failure failure, String reason, _, _) ->
          insert(sql, attempt, null, failure.name(), reason, "");
    }
    Outcome.Headers headers = attempt.outcome().headers();
    if (!headers.isEmpty()) {
      sql.update(
          "INSERT OR IGNORE INTO attempt_headers (delivery, number, request, answer)"
              + " VALUES (?, ?, ?, ?)",
          attempt.delivery().id(),
          attempt.number(),
          Outcome.Headers.lines(headers.request()),
          Outcome.Headers.lines(headers.answer()));
    }
  }

  private static void insert(
      Sql sql,
      Attempt attempt,
      @Nullable Integer status,
      @Nullable String failure,
      @Nullable String error,
      String answer) {
    Timings timings = attempt.outcome().timings();
    sql.update(
        "INSERT INTO attempts (delivery, number, started, status, failure, error, dns, connect,"
            + " tls, first_byte, total, answer, verdict)"
            + " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS"
            + " (SELECT 1 FROM all_attempts WHERE delivery = ? AND number = ?)",
        attempt.delivery().id(),
        attempt.number(),
        attempt.started(),
        status,
        failure,
        error,
        micros(timings.dns()),
        micros(timings.connect()),
        micros(timings.tls()),
        micros(timings.firstByte()),
        micros(timings.total()),
        orNull(answer),
        DeliveryCodes.word(attempt.verdict()),
        attempt.delivery().id(),
        attempt.number());
  }

  private static @Nullable String orNull(String answer) {
    return answer.isEmpty() ? null : answer;
  }

  private static @Nullable Long micros(@Nullable Duration duration) {
    return duration == null ? null : duration.toNanos() / 1_000;
  }

  /// The attempts of a delivery, first to last. The policy of its rule bounds how many there are.
  static List<LoggedAttempt> of(Sql sql, long delivery) {
    return sql.list(
        "SELECT a.number, a.started, a.status, a.failure, a.error, a.dns, a.connect, a.tls,"
            + " a.first_byte, a.total, a.answer, a.verdict, h.request, h.answer FROM "
            + sql.dialect().attempts()
            + " a LEFT JOIN attempt_headers h ON h.delivery = a.delivery AND h.number = a.number"
            + " WHERE a.delivery = ? ORDER BY a.number",
        JdbcAttempts::read,
        delivery);
  }

  private static LoggedAttempt read(Row row) throws SQLException {
    @Nullable Long status = row.numberOrNull(3);
    @Nullable String failure = row.textOrNull(4);
    @Nullable String answer = row.textOrNull(11);
    return new LoggedAttempt(
        row.count(1),
        row.time(2),
        status == null ? null : status.intValue(),
        failure == null ? null : Failure.valueOf(failure),
        row.textOrNull(5),
        new Timings(
            duration(row.numberOrNull(6)),
            duration(row.numberOrNull(7)),
            duration(row.numberOrNull(8)),
            duration(row.numberOrNull(9)),
            Duration.of(row.number(10), ChronoUnit.MICROS)),
        answer == null ? "" : answer,
        row.text(12),
        headers(row.textOrNull(13), row.textOrNull(14)));
  }

  private static Outcome.Headers headers(@Nullable String request, @Nullable String answer) {
    return request == null || answer == null
        ? Outcome.Headers.NONE
        : new Outcome.Headers(Outcome.Headers.parse(request), Outcome.Headers.parse(answer));
  }

  private static @Nullable Duration duration(@Nullable Long micros) {
    return micros == null ? null : Duration.of(micros, ChronoUnit.MICROS);
  }
}
