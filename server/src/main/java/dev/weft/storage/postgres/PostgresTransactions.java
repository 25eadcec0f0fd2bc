package dev.weft.storage.postgres;

import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.JdbcSnapshot.JdbcTx;
import dev.weft.storage.sql.Sql;
import dev.weft.storage.sql.StoreHealth;
import dev.weft.tx.CommitListener;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.Snapshot;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Units of work on PostgreSQL: each in a transaction and on a connection of its own, many side by
/// side; those of one kind may share one (see [PostgresGroupCommit]). They see what was committed
/// before each of their statements (READ COMMITTED) and lock what they are going to change; reading
/// alone, they see one moment (REPEATABLE READ).
///
/// A unit that was in another's way is run again from its beginning, so work must have no effect
/// but by its [Tx]. It runs on the thread of its caller, and so in the same trace.
///
/// When the store fails, each caller is told. While nobody writes, a thread of its own tries, so
/// that [#isWritable] tells the truth.
public final class PostgresTransactions implements Transactions, AutoCloseable {

  /// How often one unit of work is begun. Two that meet again and again take turns; with more than
  /// two the first to try again nearly always wins.
  private static final int MAX_TRIES = 8;

  /// While the store fails: the wait before it is tried again.
  private static final Duration PROBE = Duration.ofSeconds(1);

  /// The store may be unknown to work for so long before the server is not ready.
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private static final String ONE_MOMENT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

  private static final Logger log = LoggerFactory.getLogger(PostgresTransactions.class);

  private final PostgresConnections connections;
  private final PostgresDatabase database;
  private final CommitListener listener;
  private final Loops loops;
  private final StoreHealth health = new StoreHealth();
  private final Loop prober;

  /// Opens the database and brings its schema up to date.
  ///
  /// @throws StoreFailedException saying in one sentence why it cannot be used
  public PostgresTransactions(PostgresAddress address, CommitListener listener, Loops loops) {
    this.listener = listener;
    this.loops = loops;
    database = new PostgresDatabase(address);
    database.prepare();
    connections = new PostgresConnections(database.openPool(), address.connections());
    prober = loops.vital("store-prober", WITHIN, this::probe);
    prober.start();
  }

  @Override
  public <T extends @Nullable Object> T call(Function<Tx, T> work) {
    try {
      return repeating(() -> new Unit<>(work));
    } catch (StoreFailedException e) {
      failed(1, e);
      throw e;
    }
  }

  /// Where failures are counted.
  Loops loops() {
    return loops;
  }

  /// How to open connections beside the pool.
  public PostgresDatabase database() {
    return database;
  }

  /// Whether the last attempt to write succeeded. While it did not, another comes within seconds.
  public boolean isWritable() {
    return health.isWell();
  }

  /// While the store fails, a write that means nothing is tried now and then.
  private Duration probe() {
    if (health.isWell()) {
      return Loop.UNTIL_WOKEN;
    }
    try {
      boolean written = repeating(() -> new Unit<>(StoreHealth::probe));
      log.debug("store probed written={}", written);
    } catch (StoreFailedException | StoreBusyException e) {
      log.debug("store probed reason=\"{}\"", e.getMessage());
    }
    return PROBE;
  }

  @Override
  public <T extends @Nullable Object> T read(Function<Snapshot, T> work) {
    return repeating(() -> new Look<>(work));
  }

  @Override
  public <K, F> GroupCommit<K, F> groupCommit(BiFunction<Tx, List<K>, F> fetch) {
    return new PostgresGroupCommit<>(this, fetch);
  }

  /// Runs what a group has become, once.
  ///
  /// @throws StoreFailedException saying whether it is [known][StoreFailedException#isInDoubt] that
  ///   nothing was written
  <T extends @Nullable Object> T once(Try<T> group) {
    try {
      return connections.run(group);
    } catch (StoreFailedException e) {
      @Nullable SQLException reason = PostgresErrors.of(e);
      if (reason != null && PostgresErrors.isConnectionLost(reason)) {
        throw connectionLost(group, 1, reason, e);
      }
      throw e;
    }
  }

  /// As many units of work as there are became durable by `group`.
  void committed(int units, Try<?> group) {
    health.committed();
    listener.committed(
        units,
        Duration.ofNanos(group.begun - group.asked),
        Duration.ofNanos(System.nanoTime() - group.begun));
  }

  /// As many units of work as there are failed with the store.
  void failed(int units, StoreFailedException reason) {
    health.failed(reason);
    listener.failed(units);
    prober.wake();
  }

  /// @throws IllegalStateException if this thread is inside a unit of work
  void refuseWithin() {
    connections.refuseWithin();
  }

  private StoreFailedException connectionLost(
      Try<?> during, int number, SQLException reason, StoreFailedException failure) {
    log.warn("connection lost try={} reason=\"{}\"", number, reason.getMessage());
    // After a restart every connection is dead: the others need not be tried one by one.
    connections.evictIdle();
    return during.ending
        ? StoreFailedException.inDoubt(
            "the connection was lost during the commit: whether anything was written is not known",
            reason)
        : failure;
  }

  /// One try at a piece of work.
  abstract static class Try<T extends @Nullable Object> {
    /// True once the commit was asked for: what fails then may have succeeded.
    boolean ending;

    final long asked;
    long begun;

    Try(long asked) {
      this.asked = asked;
      begun = asked;
    }

    Try() {
      this(System.nanoTime());
    }

    abstract T run(Sql sql) throws SQLException;

    void afterwards() {}
  }

  private interface Tries<T extends @Nullable Object> {
    Try<T> next();
  }

  private <T extends @Nullable Object> T repeating(Tries<T> tries) {
    refuseWithin();
    for (int number = 1; ; number++) {
      Try<T> next = tries.next();
      try {
        T result = connections.run(next);
        next.afterwards();
        return result;
      } catch (StoreFailedException e) {
        @Nullable SQLException reason = PostgresErrors.of(e);
        if (reason == null) {
          throw e;
        }
        if (PostgresErrors.isLockTimeout(reason)) {
          log.warn("lock timeout reason=\"{}\"", e.getMessage());
          throw new StoreBusyException(connections.waiting());
        }
        boolean lost = PostgresErrors.isConnectionLost(reason);
        if (lost) {
          StoreFailedException failure = connectionLost(next, number, reason, e);
          if (failure.isInDoubt()) {
            throw failure;
          }
        }
        if (number == MAX_TRIES || !(lost || PostgresErrors.hasLostRace(reason))) {
          throw e;
        }
        log.debug("unit of work runs again try={} reason=\"{}\"", number, reason.getMessage());
      }
    }
  }

  @Override
  public void close() {
    prober.stop();
    connections.close();
    prober.close();
  }

  private final class Unit<T extends @Nullable Object> extends Try<T> {
    private final Function<Tx, T> work;
    private @Nullable JdbcTx tx;

    Unit(Function<Tx, T> work) {
      this.work = work;
    }

    @Override
    T run(Sql sql) throws SQLException {
      tx = new JdbcTx(sql);
      T result = work.apply(tx);
      ending = true;
      sql.commit();
      return result;
    }

    @Override
    void afterwards() {
      committed(1, this);
      if (tx != null) {
        tx.runActions();
      }
    }
  }

  private static final class Look<T extends @Nullable Object> extends Try<T> {
    private final Function<Snapshot, T> work;

    Look(Function<Snapshot, T> work) {
      this.work = work;
    }

    @Override
    T run(Sql sql) throws SQLException {
      sql.write(ONE_MOMENT);
      T result = work.apply(new JdbcSnapshot(sql));
      sql.rollBack();
      return result;
    }
  }
}
