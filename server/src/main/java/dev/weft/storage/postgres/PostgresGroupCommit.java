package dev.weft.storage.postgres;

import dev.weft.loop.FairQueue;
import dev.weft.storage.sql.JdbcSnapshot.JdbcTx;
import dev.weft.storage.sql.SharedUnit;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Tx;
import dev.weft.tx.WorkOwner;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Group commit on PostgreSQL: while one transaction is in flight the next units of work collect,
/// and then run one after the other in one transaction, those of all apps in turn. What they begin
/// with is fetched for all at once, and what they write waits until all have run ([Sql#batch]), so
/// that a group costs two round trips, however many units it has.
///
/// A unit that throws before anything of it was sent is undone alone. Whatever else goes wrong in a
/// group, short of a commit in doubt, undoes all of it; then each unit runs by itself, as if there
/// were no groups.
final class PostgresGroupCommit<K, F> implements GroupCommit<K, F> {

  /// The most units of work in one transaction: bounds how long the first of them waits.
  private static final int MAX_UNITS = 128;

  /// The most callers that may wait; of more, those of the app that has most are told that the
  /// store is busy.
  private static final int MAX_WAITING = 16_384;

  /// The name under which failures are counted.
  private static final String LOOP = "group-commit";

  private static final Logger log = LoggerFactory.getLogger(PostgresGroupCommit.class);

  private final PostgresTransactions transactions;
  private final BiFunction<Tx, List<K>, F> fetch;
  private final ReentrantLock lock = new ReentrantLock();
  private final FairQueue<Unit<K, F, ?>> waiting = new FairQueue<>(MAX_WAITING);

  /// Whether somebody runs groups; who does goes on until nothing waits.
  private boolean running;

  PostgresGroupCommit(PostgresTransactions transactions, BiFunction<Tx, List<K>, F> fetch) {
    this.transactions = transactions;
    this.fetch = fetch;
  }

  @Override
  public <T extends @Nullable Object> T call(List<K> needs, BiFunction<Tx, F, T> work) {
    transactions.refuseWithin();
    Unit<K, F, T> unit = new Unit<>(needs, work);
    if (enter(unit)) {
      runInBackground(unit);
    }
    return unit.hasRun()
        ? unit.result()
        : transactions.call(tx -> work.apply(tx, fetch.apply(tx, needs)));
  }

  /// Answers whether there is nobody yet who runs groups.
  private boolean enter(Unit<K, F, ?> unit) {
    lock.lock();
    try {
      @Nullable Unit<K, F, ?> dropped = waiting.offer(WorkOwner.current(), unit);
      if (dropped != null) {
        dropped.failed(new StoreBusyException(MAX_WAITING));
      }
      boolean first = !running;
      running = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /// If not even a thread can be had, the callers are told; the next one tries again.
  private void runInBackground(Unit<K, F, ?> unit) {
    try {
      Thread thread = Thread.ofVirtual().name("weft-group").start(this::runGroups);
      log.debug("running groups thread={} first={}", thread.threadId(), unit.asked());
    } catch (RuntimeException | Error e) {
      transactions.loops().failed(LOOP);
      StoreFailedException failure = new StoreFailedException("nothing was written: " + e, e);
      List<Unit<K, F, ?>> units = next();
      while (!units.isEmpty()) {
        units.forEach(one -> one.failed(failure));
        units = next();
      }
    }
  }

  /// Goes on whatever is thrown, until nothing waits: whoever waits has nobody else.
  private void runGroups() {
    List<Unit<K, F, ?>> units = new ArrayList<>(MAX_UNITS);
    boolean more = true;
    while (more) {
      try {
        more = take(units);
        if (more) {
          tryToRun(units);
        }
      } catch (Throwable e) {
        transactions.loops().failed(LOOP);
      }
    }
  }

  /// Whatever happens, nobody waits for ever, and what comes next is run.
  private void tryToRun(List<Unit<K, F, ?>> units) {
    try {
      run(units);
    } catch (RuntimeException | Error e) {
      StoreFailedException unknown =
          StoreFailedException.inDoubt("whether anything was written is not known", e);
      units.forEach(unit -> unit.failed(unknown));
      transactions.loops().failed(LOOP);
      log.error("group failed, the next one is run units={}", units.size(), e);
    }
  }

  private List<Unit<K, F, ?>> next() {
    List<Unit<K, F, ?>> units = new ArrayList<>(MAX_UNITS);
    boolean _ = take(units);
    return units;
  }

  /// Fills `units` with the next group; false if nothing waits. The list has room for all: what was
  /// taken out of the queue cannot be lost because memory is short.
  private boolean take(List<Unit<K, F, ?>> units) {
    lock.lock();
    try {
      units.clear();
      waiting.drainTo(units, MAX_UNITS);
      running = !units.isEmpty();
      return running;
    } finally {
      lock.unlock();
    }
  }

  private void run(List<Unit<K, F, ?>> units) {
    Group group = new Group(units);
    int committed;
    try {
      committed = transactions.once(group);
    } catch (StoreBusyException e) {
      units.forEach(unit -> unit.failed(e));
      return;
    } catch (StoreFailedException e) {
      if (e.isInDoubt() || PostgresErrors.of(e) == null) {
        transactions.failed(units.size(), e);
        units.forEach(unit -> unit.failed(e));
      } else {
        log.debug("group undone units={} reason=\"{}\"", units.size(), e.getMessage());
        units.forEach(Unit::runAlone);
      }
      return;
    } catch (RuntimeException | Error e) {
      // It reaches its caller when the unit that threw it does so again.
      log.debug("group undone units={} reason=\"{}\"", units.size(), e.getMessage());
      units.forEach(Unit::runAlone);
      return;
    }
    transactions.committed(committed, group);
    units.forEach(Unit::committed);
  }

  /// One try at the work of several callers.
  private final class Group extends PostgresTransactions.Try<Integer> {
    private final List<Unit<K, F, ?>> units;

    Group(List<Unit<K, F, ?>> units) {
      super(units.getFirst().asked());
      this.units = units;
    }

    /// Answers how many units have done what they were to do.
    @Override
    Integer run(Sql sql) throws SQLException {
      List<K> needs = units.stream().flatMap(unit -> unit.needs.stream()).distinct().toList();
      F fetched = fetch.apply(new JdbcTx(sql), needs);
      int done = 0;
      for (Unit<K, F, ?> unit : units) {
        sql.beginPart();
        try {
          unit.run(sql, fetched);
          done++;
        } catch (StoreFailedException e) {
          throw e;
        } catch (RuntimeException | Error e) {
          if (!sql.undoPart()) {
            throw e;
          }
          unit.threw(e);
        }
      }
      ending = true;
      sql.commit();
      return done;
    }
  }

  /// A unit, and what is fetched for it before it runs.
  private static final class Unit<K, F, T extends @Nullable Object> extends SharedUnit<T> {
    private final List<K> needs;
    private final BiFunction<Tx, F, T> work;

    Unit(List<K> needs, BiFunction<Tx, F, T> work) {
      this.needs = needs;
      this.work = work;
    }

    void run(Sql sql, F fetched) {
      run(sql, tx -> work.apply(tx, fetched));
    }
  }
}
