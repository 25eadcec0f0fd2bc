package dev.weft.storage.sqlite;

import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.redrive.Job;
import dev.weft.delivery.redrive.JobStore.Candidate;
import dev.weft.storage.jdbc.delivery.DeliveryCodes;
import dev.weft.storage.jdbc.delivery.JobCopies;
import dev.weft.storage.sql.Sql;
import java.util.Optional;

/// Copies in SQLite: one more row of the deliveries.
public final class SqliteJobCopies implements JobCopies {

  private final SqliteDeliveryIds ids;

  /// @param ids of all that makes deliveries in this file
  public SqliteJobCopies(SqliteDeliveryIds ids) {
    this.ids = ids;
  }

  @Override
  public Optional<OutboxEntry> add(Sql sql, Job job, Candidate candidate) {
    Lane lane = job.laneFor(candidate.lane());
    return sql.one(
        "INSERT INTO deliveries (id, state, attempts, kind, app, rule, partition, conversation,"
            + " call_id, operation, sequence, subject, created, trace, origin, job, body)"
            + " SELECT ?, 0, 0, ?, app, ?, ?, conversation, call_id, operation, sequence, subject,"
            + " created, trace, id, ?, body FROM deliveries WHERE id = ?"
            + " RETURNING id, app, call_id, operation, sequence, subject, created, body, trace",
        row -> new OutboxEntry.Numbered(JobCopies.delivery(row, job, candidate), 0),
        ids.next(sql),
        DeliveryCodes.code(Kind.REPLAY),
        lane.owner().number(),
        lane.partition(),
        job.id(),
        candidate.id());
  }

  @Override
  public String outstanding() {
    return "SELECT rule, conversation, count(*) FROM deliveries INDEXED BY deliveries_of_job"
        + " WHERE state = 0 AND job = ? GROUP BY rule, conversation";
  }
}
