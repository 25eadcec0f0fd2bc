package dev.weft.storage.postgres;

import dev.weft.storage.jdbc.delivery.JdbcDeliverySearch;

/// Looks for deliveries in PostgreSQL, where every attempt is a row and what waits has a table.
public final class PostgresDeliverySearch extends JdbcDeliverySearch {

  @Override
  protected String attemptColumns() {
    return "a.status, a.failure, a.total";
  }

  @Override
  protected String status() {
    return STATUS_OF_ROW;
  }

  @Override
  protected String bySubjects() {
    return "json_array_elements_text(?::json) k(subject) CROSS JOIN LATERAL"
        + " (SELECT * FROM deliveries WHERE subject = k.subject OFFSET 0) d";
  }

  @Override
  protected String byState() {
    return "";
  }

  @Override
  protected String sentBy() {
    return "EXISTS (SELECT 1 FROM messages m WHERE m.id ="
        + " CASE WHEN d.subject <> '' AND d.subject !~ '[^0-9]' AND (length(d.subject) < 19"
        + " OR (length(d.subject) = 19 AND d.subject <= '9223372036854775807'))"
        + " THEN d.subject::bigint END"
        + " AND m.app = d.app AND m.sender = ?)";
  }

  @Override
  protected String pending() {
    return "outbox o CROSS JOIN LATERAL (SELECT * FROM deliveries WHERE id = o.delivery OFFSET 0) d"
        + " WHERE d.state = 0";
  }

  @Override
  protected String countPending() {
    return "SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT ?) o";
  }

  @Override
  protected String refused(int status) {
    return "(SELECT delivery, number FROM attempts WHERE status >= 300 AND status = "
        + status
        + " AND delivery < ? AND delivery >= ? ORDER BY delivery DESC OFFSET 0) a JOIN deliveries d"
        + " ON d.id = a.delivery WHERE d.attempts = a.number";
  }

  @Override
  protected String firstOfEach() {
    return "SELECT k.subject, d.id FROM json_array_elements_text(?::json) k(subject) CROSS JOIN"
        + " LATERAL (SELECT min(id) AS id FROM (SELECT id FROM deliveries"
        + " WHERE subject = k.subject OFFSET 0) one) d WHERE d.id IS NOT NULL";
  }

  @Override
  protected String waitingSql() {
    return "SELECT o.rule, count(*), min(d.created) FROM outbox o JOIN deliveries d"
        + " ON d.id = o.delivery GROUP BY o.rule";
  }

  @Override
  protected String failedAttempts() {
    // A limit, so that the planner walks the index of what failed from its end and sorts nothing.
    return "(SELECT * FROM attempts WHERE delivery >= ? AND verdict <> 'delivered'"
        + " ORDER BY delivery DESC, number DESC LIMIT 20000) a CROSS JOIN LATERAL"
        + " (SELECT * FROM deliveries WHERE id = a.delivery OFFSET 0) d WHERE true";
  }
}
