package dev.weft.storage;

import dev.weft.tx.StoreFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// That this server is the only one of its database: a lock that lives as long as a connection of
/// its own. When the connection breaks, the lock is free; it is taken again on another, unless
/// somebody else was faster.
final class PostgresClaim implements AutoCloseable {

  /// Not a number of the lock of the migrations, nor of a position.
  static final long LOCK = 0x7765_6674_0000_0001L;

  /// How soon a broken connection is noticed; twice as long if the network is silent.
  private static final Duration CHECK = Duration.ofSeconds(1);

  /// A server that was killed a moment ago may still seem to be there.
  private static final int TRIES = 5;

  private static final Logger log = LoggerFactory.getLogger(PostgresClaim.class);

  private final PostgresDatabase database;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;
  private @Nullable Connection connection;
  private volatile boolean held;

  /// @throws StoreFailedException if another server has the database
  PostgresClaim(PostgresDatabase database) {
    this.database = database;
    for (int number = 1; !take(); number++) {
      if (number == TRIES || waitedInVain()) {
        throw database.inUse();
      }
    }
    held = true;
    keeper = Thread.ofPlatform().name("weft-claim").daemon().start(this::keep);
  }

  boolean isHeld() {
    return held;
  }

  private boolean take() {
    @Nullable Connection fresh = null;
    try {
      fresh = database.connect();
      Sql sql = new Sql(fresh, Dialect.POSTGRESQL);
      if (sql.one(
              "SELECT CASE WHEN pg_try_advisory_lock(?) THEN 1 ELSE 0 END",
              row -> row.flag(1),
              LOCK)
          .orElse(false)) {
        connection = fresh;
        return true;
      }
    } catch (SQLException | StoreFailedException e) {
      log.debug("no claim reason=\"{}\"", e.getMessage());
    }
    drop(fresh);
    return false;
  }

  /// Waits until the next try. True if it was closed or interrupted meanwhile.
  private boolean waitedInVain() {
    try {
      return closing.await(CHECK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void keep() {
    while (!waitedInVain()) {
      if (held && !isAlive()) {
        held = false;
        log.error("claim lost: this server does not write until it holds the database again");
        drop(connection);
      }
      if (!held && take()) {
        held = true;
        log.info("claim taken again");
      }
    }
  }

  private boolean isAlive() {
    try {
      return connection != null && connection.isValid((int) CHECK.toSeconds());
    } catch (SQLException e) {
      return false;
    }
  }

  private static void drop(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      log.debug("already gone reason=\"{}\"", e.getMessage());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    drop(connection);
  }
}
