package dev.weft.storage.jdbc.delivery;

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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is the same in both databases when deliveries are looked for. Ids have an index,
/// conversations are found by the ids of their messages, and states and answers that are few have
/// an index too. For all else a page looks at a bounded number of rows and tells where the next one
/// begins.
public abstract class JdbcDeliverySearch implements DeliverySearch {

  /// Rows that one page may look at where no index says which.
  private static final long ROWS_PER_PAGE = 8_000;

  /// The same where each row is looked up in another table, for its message or its attempt.
  private static final long ROWS_LOOKED_UP_PER_PAGE = 2_000;

  /// Entries of an index that one page may look at, each of them another row somewhere.
  private static final long ENTRIES_PER_PAGE = 1_500;

  /// So many that wait are sorted for each page.
  private static final long FEW_PENDING = 2_000;

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
          + " coalesce(a.error, a.answer, '') FROM ";

  /// `status`, `failure` and `total` of the newest attempt.
  protected abstract String attemptColumns();

  /// The status of the newest attempt of a delivery `d`, as an expression.
  protected abstract String status();

  /// The same of the attempts table alone.
  protected static final String STATUS_OF_ROW =
      "(SELECT a.status FROM attempts a WHERE a.delivery = d.id AND a.number = d.attempts)";

  /// The deliveries `d` about the subjects in a JSON array, its one parameter: one look into an
  /// index for each, whatever the planner expects.
  protected abstract String bySubjects();

  /// Says which index finds the states that are few, to a database that has to be told.
  protected abstract String byState();

  /// True of a delivery `d` about a message that the user of its one parameter has sent.
  protected abstract String sentBy();

  /// The deliveries `d` that were not delivered yet, by their index, up to an open condition.
  protected abstract String pending();

  /// How many were not delivered yet, counted up to its one parameter.
  protected abstract String countPending();

  /// The deliveries `d` whose newest attempt `a` has the given status, by the index of attempts
  /// that were refused, up to an open condition.
  protected abstract String refused(int status);

  /// A query for the first delivery about each subject of a JSON array, its one parameter: subject
  /// and id, of those that have one.
  protected abstract String firstOfEach();

  /// Deliveries that were not delivered yet, by rule.
  protected abstract String waitingSql();

  /// The attempts `a` that did not deliver, from the delivery of its one parameter on, newest
  /// first, each with its delivery `d`, up to an open condition. It reads nothing of what was
  /// delivered.
  protected abstract String failedAttempts();

  @Override
  public Found search(Snapshot snapshot, DeliveryQuery query, @Nullable Long before, int limit) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    DeliveryTimes times = new DeliveryTimes(sql);
    long end = query.until() == null ? times.end() : times.endOf(query.until());
    long floor = query.since() == null ? 1 : times.startOf(query.since());
    long top = before == null ? end : Math.min(before, end);
    Plan plan = plan(sql, query, before, top, Math.min(floor, top));
    long bottom = plan.bottom();
    Conditions where = conditions(query, top, bottom);
    List<String> texts = new ArrayList<>();
    List<Object> parameters = new ArrayList<>();
    for (Look look : plan.looks()) {
      texts.add(look.where(where + state(query.state()), texts.size()));
      parameters.addAll(look.parameters());
      Collections.addAll(parameters, where.parameters(limit));
    }
    parameters.add(limit);
    List<FoundDelivery> found =
        sql.list(
            COLUMNS
                + ", "
                + attemptColumns()
                + " FROM (SELECT * FROM ("
                + String.join(" UNION ", texts)
                + ") u ORDER BY id DESC LIMIT ?) d"
                + NEWEST_ATTEMPT
                + " ORDER BY d.id DESC",
            JdbcDeliverySearch::read,
            parameters.toArray());
    return new Found(found, next(found, limit, bottom, floor));
  }

  private @Nullable ConversationCallbacks about(
      Sql sql, DeliveryQuery query, @Nullable Long before) {
    @Nullable String conversation = query.id() == null ? query.conversation() : query.id();
    return conversation == null
        ? null
        : ConversationCallbacks.of(sql, query.app(), conversation, before, firstOfEach());
  }

  /// Where one page looks.
  ///
  /// @param bottom the page looks at deliveries from this id on
  private record Plan(List<Look> looks, long bottom) {}

  /// @param top the page looks at deliveries below this id
  /// @param floor how far down there can be something
  private Plan plan(Sql sql, DeliveryQuery query, @Nullable Long before, long top, long floor) {
    @Nullable ConversationCallbacks about = about(sql, query, before);
    List<Look> byId = byId(query, about);
    if (!byId.isEmpty()) {
      return new Plan(byId, about == null ? floor : Math.max(floor, about.bottom()));
    }
    if (query.status() != null && refusalsAlone(query)) {
      String which = "status >= 300 AND status = " + query.status();
      long bottom = reach(sql, "SELECT delivery FROM attempts", which, "delivery", top, floor);
      return new Plan(
          List.of(new Look(refused(query.status()), "a.delivery", List.of(top, bottom))), bottom);
    }
    if (query.state() != null && isRare(query.state())) {
      String which = "state IN (2, 3, 4) AND state = " + DeliveryCodes.code(query.state());
      long bottom = reach(sql, "SELECT id FROM deliveries", which, "id", top, floor);
      return new Plan(
          List.of(new Look("deliveries d" + byState() + " WHERE d.id >= ?", bottom)), bottom);
    }
    if (query.state() == State.PENDING && isPendingFew(sql)) {
      return new Plan(List.of(new Look(pending() + " AND d.id >= ?", floor)), floor);
    }
    boolean lookedUp = query.user() != null || query.status() != null;
    long rows = lookedUp ? ROWS_LOOKED_UP_PER_PAGE : ROWS_PER_PAGE;
    // One lower bound, said twice: SQLite goes by the first one that it finds.
    long bottom = Math.max(floor, top - rows);
    return new Plan(List.of(new Look("deliveries d WHERE d.id >= ?", bottom)), bottom);
  }

  /// Where a page ends that goes by an index: not all that the index has may match the rest of the
  /// query.
  private static long reach(Sql sql, String select, String which, String id, long top, long floor) {
    return sql.one(
            select
                + " WHERE "
                + which
                + " AND "
                + id
                + " < ? AND "
                + id
                + " >= ? ORDER BY "
                + id
                + " DESC LIMIT 1 OFFSET ?",
            row -> row.number(1),
            top,
            floor,
            ENTRIES_PER_PAGE - 1)
        .orElse(floor);
  }

  /// An id that may be of a call, a message or a conversation is looked for as each of them: short
  /// looks into an index, whatever a planner makes of an `OR`.
  private List<Look> byId(DeliveryQuery query, @Nullable ConversationCallbacks about) {
    List<Look> looks = new ArrayList<>();
    if (query.id() != null) {
      looks.add(new Look("deliveries d WHERE d.call_id = ?", query.id()));
      looks.add(new Look("deliveries d WHERE d.subject = ?", query.id()));
    }
    if (about != null) {
      looks.add(new Look(bySubjects() + " WHERE d.id >= ?", about.json(), about.bottom()));
    }
    return looks;
  }

  /// Whether the index of refused attempts finds the status: no retry policy takes it for a
  /// success, and no id leads there sooner.
  private static boolean refusalsAlone(DeliveryQuery query) {
    return query.status() != null
        && query.status() >= 300
        && query.id() == null
        && query.conversation() == null;
  }

  /// Where many wait, the newest deliveries wait too, and are found without an index.
  private boolean isPendingFew(Sql sql) {
    return sql.one(countPending(), row -> row.number(1), FEW_PENDING).orElse(0L) < FEW_PENDING;
  }

  /// A source of deliveries `d` and a first condition on them.
  ///
  /// @param id a column that is the delivery's id, and comes in order where the source has one
  private record Look(String text, String id, List<Object> parameters) {
    Look(String text, Object... parameters) {
      this(text, "d.id", List.of(parameters));
    }

    /// Those that match as well, newest first, not more than the limit.
    String where(String condition, int number) {
      return "SELECT * FROM (SELECT d.* FROM "
          + text
          + " AND "
          + condition
          + " ORDER BY "
          + id
          + " DESC LIMIT ?) l"
          + number;
    }
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
        .add(status() + " = ?", refusalsAlone(query) ? null : query.status())
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
    String failures = FAILURES + failedAttempts();
    String order = " ORDER BY a.delivery DESC, a.number DESC LIMIT ?";
    return app == null
        ? sql.list(failures + order, JdbcDeliverySearch::failed, from, limit)
        : sql.list(
            failures + " AND d.app = ?" + order, JdbcDeliverySearch::failed, from, app, limit);
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
