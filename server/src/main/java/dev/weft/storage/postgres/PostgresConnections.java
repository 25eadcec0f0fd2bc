package dev.weft.storage.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.weft.loop.FairPlaces;
import dev.weft.storage.postgres.PostgresTransactions.Try;
import dev.weft.storage.sql.Dialect;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.WorkOwner;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bounded pool of connections: gives each try one of its own. Apps take turns, and one app never
/// has all of them.
final class PostgresConnections implements AutoCloseable {

  /// The most callers that may wait for a connection; of more, those of the app that has most are
  /// told that the store is busy.
  private static final int MAX_WAITING = 16_384;

  /// How long a caller waits for one.
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(PostgresConnections.class);

  private final HikariDataSource pool;

  /// Apps take turns; the pool itself does not promise that.
  private final FairPlaces places;

  /// Set while this thread is inside a unit of work: with every connection taken by somebody who
  /// waits for another one, all would wait.
  private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);

  PostgresConnections(HikariDataSource pool, int connections) {
    this.pool = pool;
    this.places = new FairPlaces(connections, MAX_WAITING);
  }

  /// Callers that wait for a connection.
  int waiting() {
    return places.waiting();
  }

  /// Work inside work would wait for a connection, or a group, that waits for it.
  void refuseWithin() {
    if (working.get()) {
      throw new IllegalStateException(
          "work must not wait for other work: it could wait without end");
    }
  }

  /// Runs one try on a connection of its own, and rolls it back unless it returns.
  ///
  /// @throws StoreBusyException if too many callers wait, or it has waited too long
  /// @throws StoreFailedException if the database refuses something
  <T extends @Nullable Object> T run(Try<T> next) {
    Object owner = WorkOwner.current();
    takePlace(owner);
    working.set(true);
    try (Connection connection = connection()) {
      Sql sql = new Sql(connection, Dialect.POSTGRESQL);
      boolean done = false;
      next.begun = System.nanoTime();
      try {
        T result = next.run(sql);
        done = true;
        return result;
      } finally {
        if (!done) {
          rollBack(sql);
        }
      }
    } catch (SQLException e) {
      throw new StoreFailedException("nothing was written: " + e.getMessage(), e);
    } finally {
      working.remove();
      places.leave(owner);
    }
  }

  private void takePlace(Object owner) {
    try {
      if (places.enter(owner, MAX_WAIT) != FairPlaces.Entry.TAKEN) {
        throw new StoreBusyException(places.waiting());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreFailedException("interrupted before the work began", e);
    }
  }

  /// The wrapper keeps a database that is away from being tried again and again: the pool has done
  /// that for as long as a caller may wait.
  private Connection connection() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw new StoreFailedException(
          "the database cannot be reached: " + e.getMessage(), new IllegalStateException(e));
    }
  }

  private static void rollBack(Sql sql) {
    try {
      sql.rollBack();
    } catch (SQLException e) {
      log.debug("nothing to roll back reason=\"{}\"", e.getMessage());
    }
  }

  /// Closes the connections that nobody uses.
  void evictIdle() {
    @Nullable HikariPoolMXBean connections = pool.getHikariPoolMXBean();
    if (connections != null) {
      connections.softEvictConnections();
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
