package dev.weft.storage.sqlite;

import dev.weft.storage.jdbc.delivery.JdbcDeliverySearch;

/// Looks for deliveries in SQLite, where the attempt that delivers is in the row of its delivery.
public final class SqliteDeliverySearch extends JdbcDeliverySearch {

  @Override
  protected String attemptColumns() {
    return "coalesce(d.status, a.status), a.failure, coalesce(d.total, a.total)";
  }

  @Override
  protected String status() {
    return "coalesce(d.status, " + STATUS_OF_ROW + ")";
  }

  @Override
  protected String bySubjects() {
    return "json_each(?) k CROSS JOIN deliveries d INDEXED BY deliveries_by_subject"
        + " ON d.subject = k.value";
  }

  @Override
  protected String byState() {
    return " INDEXED BY deliveries_undelivered";
  }

  @Override
  protected String sentBy() {
    return "EXISTS (SELECT 1 FROM messages m"
        + " WHERE m.id = CAST(d.subject AS INTEGER) AND m.app = d.app AND m.sender = ?)";
  }

  @Override
  protected String pending() {
    return "deliveries d INDEXED BY deliveries_pending WHERE d.state = 0";
  }

  @Override
  protected String countPending() {
    return "SELECT count(*) FROM (SELECT 1 FROM deliveries INDEXED BY deliveries_pending"
        + " WHERE state = 0 LIMIT ?)";
  }

  @Override
  protected String refused(int status) {
    return "attempts a INDEXED BY attempts_refused CROSS JOIN deliveries d ON d.id = a.delivery"
        + " WHERE a.status >= 300 AND a.status = "
        + status
        + " AND a.delivery < ? AND a.delivery >= ? AND d.attempts = a.number";
  }

  @Override
  protected String firstOfEach() {
    return "SELECT subject, id FROM (SELECT k.value AS subject, (SELECT min(d.id) FROM deliveries d"
        + " INDEXED BY deliveries_by_subject WHERE d.subject = k.value) AS id FROM json_each(?) k)"
        + " WHERE id IS NOT NULL";
  }

  @Override
  protected String waitingSql() {
    return "SELECT rule, count(*), min(created) FROM deliveries WHERE state = 0 GROUP BY rule";
  }

  @Override
  protected String failedAttempts() {
    // SQLite keeps the order of a cross join.
    return "attempts a CROSS JOIN deliveries d ON d.id = a.delivery"
        + " WHERE a.delivery >= ? AND a.verdict <> 'delivered'";
  }
}
