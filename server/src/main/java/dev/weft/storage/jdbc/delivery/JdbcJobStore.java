package dev.weft.storage.jdbc.delivery;

import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.redrive.Job;
import dev.weft.delivery.redrive.JobState;
import dev.weft.delivery.redrive.JobStore;
import dev.weft.delivery.redrive.NewJob;
import dev.weft.delivery.redrive.Selection;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Jobs as they are stored.
public final class JdbcJobStore implements JobStore {

  private final JobCopies copies;

  public JdbcJobStore(JobCopies copies) {
    this.copies = copies;
  }

  @Override
  public Job add(Tx tx, NewJob job) {
    Sql sql = JdbcSnapshot.sql(tx);
    long last = newest(tx);
    long id = JdbcJobs.insert(sql, job, last);
    return new Job(id, job, JobState.RUNNING, 0, last, Job.Counts.ZERO, null, null);
  }

  @Override
  public Optional<Job> find(Snapshot snapshot, long job) {
    return JdbcSnapshot.sql(snapshot).one(JdbcJobs.SELECT + " WHERE id = ?", JdbcJobs::read, job);
  }

  @Override
  public List<Job> list(Snapshot snapshot, long app, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            JdbcJobs.SELECT + " WHERE app = ? ORDER BY id DESC LIMIT ?",
            JdbcJobs::read,
            app,
            limit);
  }

  @Override
  public List<Job> running(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot).list(JdbcJobs.SELECT + " WHERE state = 0", JdbcJobs::read);
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
    return JdbcSelections.next(JdbcSnapshot.sql(snapshot), job, limit);
  }

  @Override
  public Preview count(Snapshot snapshot, Selection.Matching selection, long after, long upTo) {
    return JdbcSelections.count(JdbcSnapshot.sql(snapshot), selection, after, upTo);
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
  public Optional<OutboxEntry> copy(Tx tx, Job job, Candidate candidate) {
    Sql sql = JdbcSnapshot.sql(tx);
    return !job.settlesOrigins() || take(sql, job, candidate.id())
        ? copies.add(sql, job, candidate)
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

  @Override
  public Map<Lane, Integer> outstanding(Snapshot snapshot, long job) {
    Map<Lane, Integer> outstanding = new HashMap<>();
    JdbcSnapshot.sql(snapshot)
        .list(
            copies.outstanding(),
            row ->
                outstanding.put(new Lane(LaneOwner.of(row.number(1)), row.text(2)), row.count(3)),
            job);
    return outstanding;
  }

  @Override
  public void count(Tx tx, long job, Job.Counts more) {
    JdbcSnapshot.sql(tx)
        .write(
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
    Sql sql = JdbcSnapshot.sql(tx);
    return sql.update(
        "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs"
            + sql.dialect().indexedBy("jobs_finished")
            + " WHERE finished IS NOT NULL AND finished < ? LIMIT ?)",
        moment,
        limit);
  }
}
