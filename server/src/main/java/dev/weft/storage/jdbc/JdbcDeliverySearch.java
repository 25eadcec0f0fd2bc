package dev.weft.storage.jdbc;

import dev.weft.delivery.CallId;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.State;
import dev.weft.delivery.log.DeliveryQuery;
import dev.weft.delivery.log.DeliverySearch;
import dev.weft.delivery.log.FailedAttempt;
import dev.weft.delivery.log.FoundDelivery;
import dev.weft.delivery.log.Waiting;
import dev.weft.storage.sql.Conditions;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is the same in both databases when deliveries are looked for. Ids and conversations have an
/// index, and so have states that are few. For all else a page looks at a bounded number of rows
/// and tells where the next one begins.
public abstract class JdbcDeliverySearch implements DeliverySearch {

  /// Rows that one page may look at where no index says which.
  private static final long ROWS_PER_PAGE = 20_000;

  /// How many of the newest deliveries are looked at for failures.
  private static final long FAILURE_WINDOW = 500_000;

  /// The columns of [LoggedRows#read].
  private static final String COLUMNS =
      "SELECT d.id, d.state, d.kind, d.app, d.rule, d.conversation, d.call_id, d.operation,"
          + " d.sequence, d.subject, d.created, d.attempts, d.next_attempt, d.job";

  /// The newest attempt of the delivery `d`.
  private static final String NEWEST_ATTEMPT =
      " LEFT JOIN attempts a ON a.delivery = d.id AND a.number = d.attempts";

  private static final String FAILURES =
      "SELECT d.app, d.rule, d.call_id, d.conversation, a.started, a.status, a.failure,"
          + " coalesce(a.error, a.answer, '') FROM attempts a JOIN deliveries d ON d.id ="
          + " a.delivery WHERE a.delivery >= ? AND a.verdict <> 'delivered'";

  /// `status`, `failure` and `total` of the newest attempt.
  protected abstract String attemptColumns();

  /// The status of the newest attempt of a delivery `d`, as an expression.
  protected abstract String status();

  /// The same of the attempts table alone.
  protected static final String STATUS_OF_ROW =
      "(SELECT a.status FROM attempts a WHERE a.delivery = d.id AND a.number = d.attempts)";

  /// Says which index finds the conversation, to a database that has to be told.
  protected abstract String byConversation();

  /// Says which index finds the states that are few, to a database that has to be told.
  protected abstract String byState();

  /// True of a delivery `d` about a message that the user of its one parameter has sent.
  protected abstract String sentBy();

  /// Deliveries that were not delivered yet, by rule.
  protected abstract String waitingSql();

  @Override
  public Found search(Snapshot snapshot, DeliveryQuery query, @Nullable Long before, int limit) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    DeliveryTimes times = new DeliveryTimes(sql);
    long end = query.until() == null ? times.end() : times.endOf(query.until());
    long floor = query.since() == null ? 1 : times.startOf(query.since());
    long top = before == null ? end : Math.min(before, end);
    boolean indexed = isIndexed(query);
    long bottom = indexed ? Math.min(floor, top) : Math.max(floor, top - ROWS_PER_PAGE);
    Conditions where = conditions(query, top, bottom);
    List<FoundDelivery> found =
        sql.list(
            COLUMNS
                + ", "
                + attemptColumns()
                + " FROM (SELECT d.* FROM "
                + from(query)
                + " WHERE "
                + where
                + state(query.state())
                + " ORDER BY d.id DESC LIMIT ?) d"
                + NEWEST_ATTEMPT
                + " ORDER BY d.id DESC",
            JdbcDeliverySearch::read,
            parameters(query, top, limit, where));
    return new Found(found, next(found, limit, bottom, indexed ? bottom : floor));
  }

  /// An id that may be of a call, a message or a conversation is looked for as each of them: three
  /// short looks into an index, whatever a planner makes of an `OR`.
  private String from(DeliveryQuery query) {
    if (query.id() != null) {
      String newest = " ORDER BY id DESC LIMIT ?) ";
      return "(SELECT * FROM (SELECT * FROM deliveries WHERE call_id = ? AND id < ?"
          + newest
          + "k UNION SELECT * FROM (SELECT * FROM deliveries WHERE subject = ? AND id < ?"
          + newest
          + "m UNION SELECT * FROM (SELECT * FROM deliveries WHERE conversation = ? AND id < ?"
          + newest
          + "c) d";
    }
    if (query.conversation() != null) {
      return "deliveries d" + byConversation();
    }
    return "deliveries d" + (isRare(query.state()) ? byState() : "");
  }

  private static Object[] parameters(DeliveryQuery query, long top, int limit, Conditions where) {
    if (query.id() == null) {
      return where.parameters(limit);
    }
    Object[] look = {query.id(), top, limit};
    return Stream.of(look, look, look, where.parameters(limit)).flatMap(Arrays::stream).toArray();
  }

  private static boolean isIndexed(DeliveryQuery query) {
    return query.id() != null || query.conversation() != null || isRare(query.state());
  }

  private static boolean isRare(@Nullable State state) {
    return state == State.STORED || state == State.DISCARDED || state == State.EXPIRED;
  }

  /// The codes stand in the text, the condition of the index among them: with a parameter no
  /// database would take an index that has only some states.
  private static String state(@Nullable State state) {
    if (state == null) {
      return "";
    }
    String code = " AND d.state = " + DeliveryCodes.code(state);
    return isRare(state) ? " AND d.state IN (2, 3, 4)" + code : code;
  }

  private Conditions conditions(DeliveryQuery query, long top, long bottom) {
    return new Conditions()
        .add("d.id < ?", top)
        .add("d.id >= ?", bottom)
        .add("d.app = ?", query.app())
        .add("d.rule = ?", query.rule() == null ? null : query.rule().value())
        .add("d.conversation = ?", query.conversation())
        .add("d.operation = ?", query.operation())
        .add(status() + " = ?", query.status())
        .add(sentBy(), query.user())
        .add("d.created >= ?", query.since())
        .add("d.created < ?", query.until());
  }

  private static @Nullable Long next(
      List<FoundDelivery> found, int limit, long bottom, long floor) {
    if (found.size() == limit && !found.isEmpty()) {
      return found.getLast().delivery().id();
    }
    return bottom > floor ? (Long) bottom : null;
  }

  private static FoundDelivery read(Row row) throws SQLException {
    @Nullable Long status = row.numberOrNull(15);
    @Nullable Long micros = row.numberOrNull(17);
    return new FoundDelivery(
        LoggedRows.read(row),
        status == null ? null : status.intValue(),
        row.textOrNull(16),
        micros == null ? null : Duration.of(micros, ChronoUnit.MICROS));
  }

  @Override
  public List<FailedAttempt> failures(Snapshot snapshot, @Nullable Long app, int limit) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    long from = new DeliveryTimes(sql).end() - FAILURE_WINDOW;
    String order = " ORDER BY a.delivery DESC, a.number DESC LIMIT ?";
    return app == null
        ? sql.list(FAILURES + order, JdbcDeliverySearch::failed, from, limit)
        : sql.list(
            FAILURES + " AND d.app = ?" + order, JdbcDeliverySearch::failed, from, app, limit);
  }

  private static FailedAttempt failed(Row row) throws SQLException {
    @Nullable Long status = row.numberOrNull(6);
    return new FailedAttempt(
        row.number(1),
        LaneOwner.of(row.number(2)),
        new CallId(row.text(3)),
        row.text(4),
        row.time(5),
        status == null ? null : status.intValue(),
        row.textOrNull(7),
        row.text(8));
  }

  @Override
  public Map<LaneOwner, Waiting> waiting(Snapshot snapshot) {
    record OfOwner(LaneOwner owner, Waiting waiting) {}
    return JdbcSnapshot.sql(snapshot)
        .list(
            waitingSql(),
            row ->
                new OfOwner(LaneOwner.of(row.number(1)), new Waiting(row.number(2), row.time(3))))
        .stream()
        .collect(Collectors.toMap(OfOwner::owner, OfOwner::waiting));
  }
}
