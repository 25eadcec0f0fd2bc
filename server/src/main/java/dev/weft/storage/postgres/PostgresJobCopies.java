package dev.weft.storage.postgres;

import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.redrive.Job;
import dev.weft.delivery.redrive.JobStore.Candidate;
import dev.weft.storage.jdbc.delivery.DeliveryCodes;
import dev.weft.storage.jdbc.delivery.JobCopies;
import dev.weft.storage.sql.Sql;
import java.util.Optional;

/// Copies in PostgreSQL: a row of the deliveries, of their bodies and of the outbox.
public final class PostgresJobCopies implements JobCopies {

  @Override
  public Optional<OutboxEntry> add(Sql sql, Job job, Candidate candidate) {
    Lane lane = job.laneFor(candidate.lane());
    PostgresDeliveryStore.lock(sql, job.order().app(), lane);
    return sql.one(
        "WITH original AS (SELECT d.*, b.body FROM deliveries d"
            + " JOIN delivery_bodies b ON b.delivery = d.id WHERE d.id = ?),"
            + " copy AS (INSERT INTO deliveries (state, attempts, kind, app, rule, partition,"
            + " conversation, call_id, operation, sequence, subject, created, trace, origin, job)"
            + " SELECT 0, 0, ?::smallint, app, ?::bigint, ?::smallint, conversation, call_id,"
            + " operation, sequence, subject, created, trace, id, ?::bigint FROM original"
            + " RETURNING *),"
            + " bodies AS (INSERT INTO delivery_bodies (delivery, body)"
            + " SELECT c.id, o.body FROM copy c, original o),"
            + " pending AS (INSERT INTO outbox (delivery, attempts, rule, partition, conversation,"
            + " job) SELECT id, 0, rule, partition, conversation, job FROM copy)"
            + " SELECT c.id, c.app, c.call_id, c.operation, c.sequence, c.subject, c.created,"
            + " o.body, c.trace FROM copy c, original o",
        row ->
            new OutboxEntry.Numbered(JobCopies.delivery(row, job, candidate), OutboxEntry.UNKNOWN),
        candidate.id(),
        DeliveryCodes.code(Kind.REPLAY),
        lane.owner().number(),
        lane.partition(),
        job.id());
  }

  @Override
  public String outstanding() {
    return "SELECT rule, conversation, count(*) FROM outbox WHERE job = ?"
        + " GROUP BY rule, conversation";
  }
}
