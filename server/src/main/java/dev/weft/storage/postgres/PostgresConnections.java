package dev.weft.storage.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.weft.storage.postgres.PostgresTransactions.Try;
import dev.weft.storage.sql.Dialect;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bounded pool of connections: gives each try one of its own, first come, first served.
final class PostgresConnections implements AutoCloseable {

  /// The most callers that may wait for a connection; more are told that the store is busy.
  private static final int MAX_WAITING = 16_384;

  /// How long a caller waits for one.
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(PostgresConnections.class);

  private final HikariDataSource pool;

  /// First come, first served; the pool itself does not promise that.
  private final Semaphore places;

  /// Set while this thread is inside a unit of work: with every connection taken by somebody who
  /// waits for another one, all would wait.
  private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);

  PostgresConnections(HikariDataSource pool, int connections) {
    this.pool = pool;
    this.places = new Semaphore(connections, true);
  }

  /// Callers that wait for a connection.
  int waiting() {
    return places.getQueueLength();
  }

  /// Work inside work would wait for a connection, or a group, that waits for it.
  void refuseWithin() {
    if (working.get()) {
      throw new IllegalStateException("work must not wait for other work: it could wait for ever");
    }
  }

  /// Runs one try on a connection of its own, and rolls it back unless it returns.
  ///
  /// @throws StoreBusyException if too many callers wait, or it has waited too long
  /// @throws StoreFailedException if the database refuses something
  <T extends @Nullable Object> T run(Try<T> next) {
    takePlace();
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
      places.release();
    }
  }

  private void takePlace() {
    if (places.getQueueLength() >= MAX_WAITING) {
      throw new StoreBusyException(MAX_WAITING);
    }
    try {
      if (!places.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoreBusyException(places.getQueueLength());
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
