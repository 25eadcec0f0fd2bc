package dev.weft.storage.postgres.cluster;

import dev.weft.cluster.Leases;
import dev.weft.cluster.NodeStore;
import dev.weft.storage.postgres.PostgresDatabase;
import dev.weft.storage.sql.Dialect;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.StoreFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables of nodes and partitions, on a connection of its own that is opened again when it has
/// broken.
///
/// Every unit of work begins by writing the row of its own node. Who declares another node dead
/// writes that one's row: so a node that comes back sees what was taken from it, and one that has
/// just given a sign of life is not taken for dead.
final class PostgresNodes implements NodeStore {

  /// A database that is silent for longer is as good as away: soon enough to try again before the
  /// leases run out.
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /// A node that is stopped in the middle of this holds locks that the others need, so not for
  /// long.
  private static final String LIMITS =
      "SET statement_timeout = 1500; SET lock_timeout = 1000;"
          + " SET idle_in_transaction_session_timeout = 1000";

  /// For people to read; nothing is decided by it.
  static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

  private static final int NODES = 256;
  private static final int JOIN_TRIES = 5;
  private static final int NOBODY = -1;

  private static final Logger log = LoggerFactory.getLogger(PostgresNodes.class);

  private final PostgresDatabase database;
  private final IntConsumer joined;
  private @Nullable Sql sql;

  /// @param joined told the number of the node
  PostgresNodes(PostgresDatabase database, IntConsumer joined) {
    this.database = database;
    this.joined = joined;
  }

  private interface Work<T> {
    T run(Sql sql) throws SQLException;
  }

  private <T> T call(Work<T> work) {
    try {
      Sql open = sql;
      if (open == null) {
        open = new Sql(connect(), Dialect.POSTGRESQL);
        sql = open;
      }
      T result = work.run(open);
      open.commit();
      return result;
    } catch (SQLException | StoreFailedException e) {
      drop();
      throw e instanceof StoreFailedException known
          ? known
          : new StoreFailedException("the database cannot be reached: " + e.getMessage(), e);
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = database.connect(SILENCE);
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute(LIMITS);
    }
    connection.setAutoCommit(false);
    return connection;
  }

  private void drop() {
    @Nullable Sql open = sql;
    sql = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (StoreFailedException e) {
      log.debug("already gone reason=\"{}\"", e.getMessage());
    }
  }

  /// The number it had, or one that nobody has had yet, or that of who has been gone longest.
  @Override
  public int join(NodeRegistration who) {
    int number = entered(who);
    joined.accept(number);
    return number;
  }

  /// Some tries: a node that stands still may be in the way until the database cuts it off.
  private int entered(NodeRegistration who) {
    for (int tried = 1; ; tried++) {
      try {
        return call(open -> enter(open, who));
      } catch (StoreFailedException e) {
        if (tried == JOIN_TRIES) {
          throw e;
        }
        log.warn("not entered yet reason=\"{}\"", e.getMessage());
      }
    }
  }

  private int enter(Sql open, NodeRegistration who) {
    open.update("LOCK TABLE nodes IN SHARE ROW EXCLUSIVE MODE");
    int number =
        open.one("SELECT number FROM nodes WHERE identity = ?", row -> row.count(1), who.identity())
            .orElseGet(() -> freeNumber(open));
    enter(open, number, who);
    return number;
  }

  private static int freeNumber(Sql open) {
    Set<Integer> taken = new HashSet<>(open.list("SELECT number FROM nodes", row -> row.count(1)));
    for (int number = 0; number < NODES; number++) {
      if (!taken.contains(number)) {
        return number;
      }
    }
    return open.one(
            "SELECT number FROM nodes WHERE state = ? ORDER BY renewed LIMIT 1",
            row -> row.count(1),
            code(NodeState.GONE))
        .orElseThrow(
            () ->
                new StoreFailedException(
                    "the database has " + NODES + " nodes already, which is the most there can be",
                    new IllegalStateException("no number is free")));
  }

  private void enter(Sql open, int number, NodeRegistration who) {
    open.update(
        "INSERT INTO nodes (number, identity, boot, beat, state, name, version, url, renewed)"
            + " VALUES (?, ?, ?, 0, ?, ?, ?, ?, "
            + NOW
            + ") ON CONFLICT (number) DO UPDATE SET identity = excluded.identity,"
            + " boot = excluded.boot, beat = 0, state = excluded.state, name = excluded.name,"
            + " version = excluded.version, url = excluded.url, renewed = excluded.renewed",
        number,
        who.identity(),
        who.boot(),
        code(NodeState.LIVE),
        who.name(),
        who.version(),
        "");
    // Its earlier life may not have ended everything: what was begun then is fenced off.
    open.update("UPDATE partitions SET epoch = epoch + 1 WHERE owner = ?", number);
  }

  @Override
  public void announce(int number, String url) {
    int _ = call(open -> open.update("UPDATE nodes SET url = ? WHERE number = ?", url, number));
  }

  @Override
  public Optional<Outcome> beat(
      int number, String boot, NodeState state, Function<View, Plan> decide) {
    return call(
        open -> {
          int mine =
              open.update(
                  "UPDATE nodes SET beat = beat + 1, state = ?, renewed = "
                      + NOW
                      + " WHERE number = ? AND boot = ?",
                  code(state),
                  number,
                  boot);
          return mine == 0 ? Optional.empty() : Optional.of(carryOut(open, number, decide));
        });
  }

  private static Outcome carryOut(Sql open, int number, Function<View, Plan> decide) {
    View view = new View(peers(open), held(open, number), free(open));
    Plan plan = decide.apply(view);
    int dead = 0;
    int free = view.free();
    for (Peer peer : plan.dead()) {
      int found =
          open.update(
              "UPDATE nodes SET state = ? WHERE number = (SELECT number FROM nodes"
                  + " WHERE number = ? AND boot = ? AND beat = ? FOR UPDATE SKIP LOCKED)",
              code(NodeState.GONE),
              peer.number(),
              peer.boot(),
              peer.beat());
      if (found > 0) {
        dead++;
        free +=
            open.update(
                "UPDATE partitions SET owner = NULL, epoch = epoch + 1 WHERE owner = ?",
                peer.number());
      }
    }
    if (!plan.release().isEmpty()) {
      free +=
          open.update(
              "UPDATE partitions SET owner = NULL, epoch = epoch + 1"
                  + " WHERE owner = ? AND partition = ANY(?::bigint[])",
              number,
              plan.release().stream().mapToLong(Integer::longValue).toArray());
    }
    if (plan.claim() > 0 && free > 0) {
      free -=
          open.update(
              "UPDATE partitions SET owner = ?, epoch = epoch + 1 WHERE partition IN"
                  + " (SELECT partition FROM partitions WHERE owner IS NULL ORDER BY partition"
                  + " LIMIT ? FOR UPDATE SKIP LOCKED)",
              number,
              plan.claim());
    }
    boolean changed = dead > 0 || !plan.release().isEmpty();
    return new Outcome(held(open, number), dead, changed ? free : 0);
  }

  private static List<Peer> peers(Sql open) {
    return open.list(
        "SELECT number, boot, beat, state FROM nodes WHERE state <> ? ORDER BY number",
        row -> new Peer(row.count(1), row.text(2), row.number(3), state(row.count(4))),
        code(NodeState.GONE));
  }

  private static Map<Integer, Long> held(Sql open, int number) {
    Map<Integer, Long> held = HashMap.newHashMap(Leases.PARTITIONS);
    open.list(
        "SELECT partition, epoch FROM partitions WHERE owner = ?",
        row -> held.put(row.count(1), row.number(2)),
        number);
    return held;
  }

  private static int free(Sql open) {
    return open.one("SELECT count(*) FROM partitions WHERE owner IS NULL", row -> row.count(1))
        .orElse(0);
  }

  private static int code(NodeState state) {
    return switch (state) {
      case LIVE -> 0;
      case LEAVING -> 1;
      case GONE -> 2;
    };
  }

  static NodeState state(int code) {
    return Arrays.stream(NodeState.values())
        .filter(state -> code(state) == code)
        .findFirst()
        .orElse(NodeState.GONE);
  }

  @Override
  public void close() {
    drop();
    joined.accept(NOBODY);
  }
}
