package dev.weft.storage.postgres;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.Timings;
import dev.weft.storage.jdbc.delivery.DeliveryCodes;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.Sql;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes attempts to PostgreSQL, however many in one statement.
final class PostgresAttempts {

  private PostgresAttempts() {}

  /// Keeps attempts; those that are there already stay as they are.
  static void add(Sql sql, List<Attempt> attempts) {
    sql.write(
        "INSERT INTO attempts (delivery, number, started, status, failure, error, dns, connect,"
            + " tls, first_byte, total, answer, verdict)"
            + " SELECT unnest(?::bigint[]), unnest(?::int[]), unnest(?::bigint[]),"
            + " unnest(?::int[]), unnest(?::text[]), unnest(?::text[]), unnest(?::bigint[]),"
            + " unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::bigint[]),"
            + " unnest(?::bigint[]), unnest(?::text[]), unnest(?::text[])"
            + " ON CONFLICT DO NOTHING",
        Columns.numbers(attempts, attempt -> attempt.delivery().id()),
        Columns.numbers(attempts, Attempt::number),
        Columns.numbers(attempts, attempt -> attempt.started().toEpochMilli()),
        Columns.numbersOrNulls(attempts, PostgresAttempts::status),
        Columns.textsOrNulls(attempts, PostgresAttempts::failure),
        Columns.textsOrNulls(attempts, PostgresAttempts::error),
        micros(attempts, Timings::dns),
        micros(attempts, Timings::connect),
        micros(attempts, Timings::tls),
        micros(attempts, Timings::firstByte),
        micros(attempts, Timings::total),
        Columns.textsOrNulls(attempts, PostgresAttempts::answer),
        Columns.texts(attempts, attempt -> DeliveryCodes.word(attempt.verdict())));
  }

  /// Keeps the headers of those attempts that have any.
  static void addHeaders(Sql sql, List<Attempt> attempts) {
    List<Attempt> failed =
        attempts.stream().filter(attempt -> !attempt.outcome().headers().isEmpty()).toList();
    if (!failed.isEmpty()) {
      sql.write(
          "INSERT INTO attempt_headers (delivery, number, request, answer)"
              + " SELECT unnest(?::bigint[]), unnest(?::int[]), unnest(?::text[]),"
              + " unnest(?::text[]) ON CONFLICT DO NOTHING",
          Columns.numbers(failed, attempt -> attempt.delivery().id()),
          Columns.numbers(failed, Attempt::number),
          Columns.texts(
              failed, attempt -> Outcome.Headers.lines(attempt.outcome().headers().request())),
          Columns.texts(
              failed, attempt -> Outcome.Headers.lines(attempt.outcome().headers().answer())));
    }
  }

  private static @Nullable Long[] micros(
      List<Attempt> attempts, Function<Timings, @Nullable Duration> part) {
    return Columns.numbersOrNulls(
        attempts,
        attempt -> {
          @Nullable Duration duration = part.apply(attempt.outcome().timings());
          return duration == null ? null : duration.toNanos() / 1_000;
        });
  }

  private static @Nullable Long status(Attempt attempt) {
    return switch (attempt.outcome()) {
      case Outcome.Acknowledged(int status, _, _) -> (Long) (long) status;
      case Outcome.Refused(int status, _, _, _, _) -> (Long) (long) status;
      case Outcome.Unreachable _ -> null;
    };
  }

  private static @Nullable String failure(Attempt attempt) {
    return attempt.outcome() instanceof Outcome.Unreachable unreachable
        ? unreachable.failure().name()
        : null;
  }

  private static @Nullable String error(Attempt attempt) {
    return attempt.outcome() instanceof Outcome.Unreachable unreachable
        ? unreachable.reason()
        : null;
  }

  private static @Nullable String answer(Attempt attempt) {
    String answer =
        switch (attempt.outcome()) {
          case Outcome.Acknowledged(_, String text, _) -> text;
          case Outcome.Refused(_, String text, _, _, _) -> text;
          case Outcome.Unreachable _ -> "";
        };
    return answer.isEmpty() ? null : answer;
  }
}
