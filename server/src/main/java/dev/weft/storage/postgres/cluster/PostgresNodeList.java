package dev.weft.storage.postgres.cluster;

import dev.weft.cluster.NodeList;
import dev.weft.cluster.NodeStatus;
import dev.weft.cluster.NodeStore.NodeState;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.tx.Transactions;
import java.sql.SQLException;
import java.util.List;

/// The tables of nodes and partitions, for people to see.
public final class PostgresNodeList implements NodeList {

  private final Transactions transactions;
  private final long leaseMs;

  public PostgresNodeList(Transactions transactions, long leaseMs) {
    this.transactions = transactions;
    this.leaseMs = leaseMs;
  }

  @Override
  public List<NodeStatus> nodes() {
    return transactions.read(
        snapshot ->
            JdbcSnapshot.sql(snapshot)
                .list(
                    "WITH waiting AS (SELECT p.owner, count(*) AS undelivered,"
                        + " min(o.delivery) AS oldest FROM outbox o"
                        + " JOIN partitions p ON p.partition = o.partition GROUP BY p.owner)"
                        + " SELECT n.number, n.state, n.renewed + ? - "
                        + PostgresNodes.NOW
                        + ", (SELECT count(*) FROM partitions p WHERE p.owner = n.number),"
                        + " coalesce(w.undelivered, 0), d.created, n.name, n.version, n.url"
                        + " FROM nodes n LEFT JOIN waiting w ON w.owner = n.number"
                        + " LEFT JOIN deliveries d ON d.id = w.oldest"
                        + " WHERE n.state <> 2 OR n.number IN (SELECT owner FROM partitions)"
                        + " ORDER BY n.number",
                    PostgresNodeList::status,
                    leaseMs));
  }

  private static NodeStatus status(Row row) throws SQLException {
    long left = Math.max(0, row.number(3));
    NodeState state = PostgresNodes.state(row.count(2));
    String health =
        switch (state) {
          case LIVE -> left > 0 ? "live" : "silent";
          case LEAVING -> left > 0 ? "leaving" : "silent";
          case GONE -> "silent";
        };
    return new NodeStatus(
        row.count(1),
        row.text(7),
        row.text(8),
        row.text(9),
        health,
        left,
        row.count(4),
        row.number(5),
        row.timeOrNull(6));
  }
}
