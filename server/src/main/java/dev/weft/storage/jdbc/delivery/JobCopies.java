package dev.weft.storage.jdbc.delivery;

import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Delivery.Replay;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.redrive.Job;
import dev.weft.delivery.redrive.JobStore.Candidate;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import java.sql.SQLException;
import java.util.Optional;

/// What jobs put into the outbox, which is different in each database.
public interface JobCopies {

  /// Adds a copy of a delivery; empty if that is gone.
  Optional<OutboxEntry> add(Sql sql, Job job, Candidate candidate);

  /// A query for rule, conversation and number of copies of one job that are undelivered.
  String outstanding();

  /// Reads id, app, call_id, operation, sequence, subject, created, body, trace.
  static Delivery delivery(Row row, Job job, Candidate candidate) throws SQLException {
    Lane lane = job.laneFor(candidate.lane());
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
    return new Delivery(
        row.number(1), content, Kind.REPLAY, 0, null, new Replay(candidate.id(), job.id()));
  }
}
