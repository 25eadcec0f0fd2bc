package dev.weft.storage;

import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Delivery.Replay;
import dev.weft.delivery.Job;
import dev.weft.delivery.JobState;
import dev.weft.delivery.JobStore;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.NewJob;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.Selection;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Jobs in SQLite, and the copies they put into the outbox.
public final class SqliteJobStore implements JobStore {

  @Override
  public Job add(Tx tx, NewJob job) {
    Sql sql = JdbcSnapshot.sql(tx);
    long last = newest(tx);
    long id = SqliteJobs.insert(sql, job, last);
    return new Job(id, job, JobState.RUNNING, 0, last, Job.Counts.ZERO, null, null);
  }

  @Override
  public Optional<Job> find(Snapshot snapshot, long job) {
    return JdbcSnapshot.sql(snapshot)
        .one(SqliteJobs.SELECT + " WHERE id = ?", SqliteJobs::read, job);
  }

  @Override
  public List<Job> list(Snapshot snapshot, long app, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            SqliteJobs.SELECT + " WHERE app = ? ORDER BY id DESC LIMIT ?",
            SqliteJobs::read,
            app,
            limit);
  }

  @Override
  public List<Job> running(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .list(SqliteJobs.SELECT + " WHERE state = 0", SqliteJobs::read);
  }

  @Override
  public int running(Snapshot snapshot, long app) {
    return JdbcSnapshot.sql(snapshot)
        .one("SELECT count(*) FROM jobs WHERE app = ? AND state = 0", row -> row.count(1), app)
        .orElse(0);
  }

  @Override
  public long newest(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .one("SELECT max(id) FROM deliveries", row -> row.number(1))
        .orElse(0L);
  }

  @Override
  public Found next(Snapshot snapshot, Job job, int limit) {
    return SqliteSelections.next(JdbcSnapshot.sql(snapshot), job, limit);
  }

  @Override
  public Preview count(Snapshot snapshot, Selection.Matching selection, long after, long upTo) {
    return SqliteSelections.count(JdbcSnapshot.sql(snapshot), selection, after, upTo);
  }

  @Override
  public boolean advance(Tx tx, Job job, long cursor) {
    return JdbcSnapshot.sql(tx)
            .update(
                "UPDATE jobs SET cursor = ? WHERE id = ? AND state = 0 AND cursor = ?",
                cursor,
                job.id(),
                job.cursor())
        > 0;
  }

  @Override
  public Optional<Delivery> copy(Tx tx, Job job, Candidate candidate) {
    Sql sql = JdbcSnapshot.sql(tx);
    return !job.settlesOrigins() || take(sql, job, candidate.id())
        ? copy(sql, job, candidate)
        : Optional.empty();
  }

  /// Takes in hand what is in exception storage. False if it is not for this job to send.
  private static boolean take(Sql sql, Job job, long delivery) {
    int taken =
        sql.update(
            "UPDATE exceptions SET job = ? WHERE delivery = ? AND job IS NULL", job.id(), delivery);
    if (taken > 0) {
      return true;
    }
    return switch (job.order().selection()) {
      case Selection.Stored _ -> false;
      case Selection.Matching _ ->
          sql.one("SELECT 1 FROM exceptions WHERE delivery = ?", row -> true, delivery).isEmpty();
    };
  }

  private static Optional<Delivery> copy(Sql sql, Job job, Candidate candidate) {
    Lane lane = job.laneFor(candidate.lane());
    return sql.one(
        "INSERT INTO deliveries (state, attempts, kind, app, rule, partition, conversation,"
            + " call_id, operation, sequence, subject, created, trace, origin, job, body)"
            + " SELECT 0, 0, ?, app, ?, ?, conversation, call_id, operation, sequence, subject,"
            + " created, trace, id, ?, body FROM deliveries WHERE id = ?"
            + " RETURNING id, app, call_id, operation, sequence, subject, created, body, trace",
        row -> delivery(row, lane, new Replay(candidate.id(), job.id())),
        DeliveryCodes.code(Kind.REPLAY),
        lane.rule().value(),
        lane.partition(),
        job.id(),
        candidate.id());
  }

  private static Delivery delivery(Row row, Lane lane, Replay replay) throws SQLException {
    NewDelivery content =
        new NewDelivery(
            row.number(2),
            lane,
            new CallId(row.text(3)),
            row.text(4),
            row.number(5),
            row.text(6),
            Body.of(row.bytes(8)),
            row.time(7),
            DeliveryCodes.trace(row.textOrNull(9)));
    return new Delivery(row.number(1), content, Kind.REPLAY, 0, null, replay);
  }

  @Override
  public Map<Lane, Integer> outstanding(Snapshot snapshot, long job) {
    Map<Lane, Integer> outstanding = new HashMap<>();
    JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT rule, conversation, count(*) FROM deliveries INDEXED BY deliveries_of_job"
                + " WHERE state = 0 AND job = ? GROUP BY rule, conversation",
            row -> outstanding.put(new Lane(new RuleId(row.number(1)), row.text(2)), row.count(3)),
            job);
    return outstanding;
  }

  @Override
  public void count(Tx tx, long job, Job.Counts more) {
    JdbcSnapshot.sql(tx)
        .update(
            "UPDATE jobs SET queued = queued + ?, delivered = delivered + ?, failed = failed + ?,"
                + " skipped = skipped + ? WHERE id = ?",
            more.queued(),
            more.delivered(),
            more.failed(),
            more.skipped(),
            job);
  }

  @Override
  public boolean end(Tx tx, long job, JobState state, @Nullable String reason, Instant finished) {
    return JdbcSnapshot.sql(tx)
            .update(
                "UPDATE jobs SET state = ?, reason = ?, finished = ? WHERE id = ? AND state = 0",
                DeliveryCodes.code(state),
                reason,
                finished,
                job)
        > 0;
  }

  @Override
  public int forget(Tx tx, Instant moment, int limit) {
    return JdbcSnapshot.sql(tx)
        .update(
            "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs INDEXED BY jobs_finished"
                + " WHERE finished IS NOT NULL AND finished < ? LIMIT ?)",
            moment,
            limit);
  }
}
