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
        + " CASE WHEN d.subject ~ '^[0-9]{1,18}$' THEN d.subject::bigint END"
        + " AND m.app = d.app AND m.sender = ?)";
  }

  @Override
  protected String waitingSql() {
    return "SELECT o.rule, count(*), min(d.created) FROM outbox o JOIN deliveries d"
        + " ON d.id = o.delivery GROUP BY o.rule";
  }
}
