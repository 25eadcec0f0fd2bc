package dev.weft.storage.jdbc.delivery;

import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.log.DeliveryStory;
import dev.weft.delivery.log.LoggedDelivery;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What both databases make of the rows of their delivery logs.
public final class LoggedRows {

  /// Deliveries that share a call id: rules of one app, and resends.
  public static final int MAX_PER_CALL = 100;

  /// Rows that one page may look at: some 50 ms of reading. No index serves the filters, because
  /// every index costs each callback more than a person who looks for one costs now and then.
  private static final long ROWS_PER_PAGE = 20_000;

  private LoggedRows() {}

  /// Reads id, state, kind, app, rule, conversation, call_id, operation, sequence, subject,
  /// created, attempts, next_attempt, job, in this order.
  public static LoggedDelivery read(Row row) throws SQLException {
    return new LoggedDelivery(
        row.number(1),
        DeliveryCodes.state(row.count(2)),
        DeliveryCodes.kind(row.count(3)),
        row.number(4),
        new Lane(LaneOwner.of(row.number(5)), row.text(6)),
        new CallId(row.text(7)),
        row.text(8),
        row.number(9),
        row.text(10),
        row.time(11),
        row.count(12),
        row.timeOrNull(13),
        row.numberOrNull(14));
  }

  /// The ids that one page looks at.
  ///
  /// @param top first id above it
  /// @param bottom the lowest
  /// @param floor how far down there can be something
  public record Window(long top, long bottom, long floor) {

    /// Where the page after `found` begins; null if there is none.
    public @Nullable Long next(List<LoggedDelivery> found, int limit) {
      if (found.size() == limit && !found.isEmpty()) {
        return found.getLast().id();
      }
      return bottom > floor ? (Long) bottom : null;
    }
  }

  /// Bounded, but where the subject says which few rows there are.
  ///
  /// @param before where the page before has ended; null for the first
  public static Window window(Sql sql, DeliveryFilter filter, @Nullable Long before) {
    DeliveryTimes times = new DeliveryTimes(sql);
    long end = filter.until() == null ? times.end() : times.endOf(filter.until());
    long floor = filter.since() == null ? 1 : times.startOf(filter.since());
    long top = before == null ? end : Math.min(before, end);
    long bottom =
        filter.subject() == null ? Math.max(floor, top - ROWS_PER_PAGE) : Math.min(floor, top);
    return new Window(top, bottom, floor);
  }

  /// A delivery and its body.
  public record Found(LoggedDelivery delivery, Body body) {

    /// Reads what [LoggedRows#read] does, and the body after it.
    public static Found read(Row row) throws SQLException {
      return new Found(LoggedRows.read(row), Body.of(row.bytes(15)));
    }
  }

  /// Adds the attempts of each.
  public static List<DeliveryStory> stories(Sql sql, List<Found> found) {
    return found.stream()
        .map(
            one ->
                new DeliveryStory(
                    one.delivery(), one.body(), JdbcAttempts.of(sql, one.delivery().id())))
        .toList();
  }
}
