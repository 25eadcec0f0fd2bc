package dev.weft.storage.sqlite;

import dev.weft.loop.FairPlaces;
import dev.weft.loop.FairQueue;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Migrations;
import dev.weft.storage.sql.SharedUnit;
import dev.weft.storage.sql.Sql;
import dev.weft.storage.sql.StoreHealth;
import dev.weft.tx.CommitListener;
import dev.weft.tx.Snapshot;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import dev.weft.tx.WorkOwner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Group commit on SQLite: one thread runs the work of many callers in one transaction, and answers
/// them together after one fsync. Apps take turns ([FairQueue]). Should one of them fail half-way,
/// all are run again, each in a savepoint of its own.
///
/// When the store fails, each caller is told; nobody else is needed for it to work again. While
/// nobody writes, the writer itself tries, so that [#isWritable] tells the truth.
public final class SqliteTransactions implements Transactions, AutoCloseable {

  /// The most units of work one commit makes durable: bounds how long the first of them waits.
  private static final int MAX_BATCH = 256;

  /// The most callers that may wait for the writer, and for a reader; of more, those of the app
  /// that has most are told that the store is busy.
  private static final int MAX_WAITING = 16_384;

  /// Connections that read side by side.
  private static final int READERS = 4;

  /// How long a caller waits for a reader.
  private static final Duration MAX_READ_WAIT = Duration.ofSeconds(30);

  /// While the store fails and nobody writes: the wait before the writer tries by itself.
  private static final Duration PROBE = Duration.ofSeconds(1);

  /// Callers may wait for so long before the server is not ready.
  private static final Duration WITHIN = Duration.ofSeconds(30);

  /// How long one turn of the writer waits for work.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(SqliteTransactions.class);

  private final FairQueue<Unit<?>> waiting = new FairQueue<>(MAX_WAITING);
  private final FairPlaces reading = new FairPlaces(READERS, MAX_WAITING);
  private final BlockingQueue<Sql> readers = new ArrayBlockingQueue<>(READERS);
  private final Sql writerSql;
  private final Loop writer;
  private final List<Unit<?>> batch = new ArrayList<>(MAX_BATCH);
  private final SqliteCheckpointer checkpointer;
  private final CommitListener listener;
  private final StoreHealth health = new StoreHealth();
  private volatile boolean closed;
  private long dataVersion;

  public SqliteTransactions(Path file) {
    this(file, CommitListener.NONE, new Loops());
  }

  /// Opens the database file and brings its schema up to date.
  ///
  /// @throws StoreFailedException if the file cannot be opened or was made by a newer version
  public SqliteTransactions(Path file, CommitListener listener, Loops loops) {
    this.listener = listener;
    SqliteDatabase database = new SqliteDatabase(file);
    writerSql = database.openWriter();
    SqliteCheckpointer.beginLogAnew(writerSql);
    Migrations.sqlite().apply(writerSql);
    for (int i = 0; i < READERS; i++) {
      readers.add(database.openReader());
    }
    checkpointer = new SqliteCheckpointer(database.openCheckpointer(), loops);
    writer = loops.vital("writer", WITHIN, this::write);
    writer.start();
  }

  /// A unit of work that waits for the writer.
  private static final class Unit<T extends @Nullable Object> extends SharedUnit<T> {
    private final Function<Tx, T> work;

    Unit(Function<Tx, T> work) {
      this.work = work;
    }

    void run(Sql sql) {
      run(sql, work);
    }
  }

  @Override
  public <T extends @Nullable Object> T call(Function<Tx, T> work) {
    if (writer.isCurrent()) {
      throw new IllegalStateException(
          "work must not wait for other work: it would wait without end");
    }
    Unit<T> unit = new Unit<>(work);
    Object owner = WorkOwner.current();
    @Nullable Unit<?> dropped = waiting.offer(owner, unit);
    if (dropped != null) {
      dropped.failed(new StoreBusyException(MAX_WAITING));
    }
    // The writer leaves an empty queue behind when it closes: what came after it, nobody takes.
    if (closed && waiting.remove(owner, unit)) {
      throw new StoreFailedException(
          "the store is closed", new IllegalStateException("closed before the work began"));
    }
    boolean _ = unit.hasRun();
    return unit.result();
  }

  /// Whether the last attempt to write succeeded. While it did not, another comes within seconds.
  public boolean isWritable() {
    return health.isWell();
  }

  @Override
  public <T extends @Nullable Object> T read(Function<Snapshot, T> work) {
    Object owner = WorkOwner.current();
    enter(owner);
    Sql sql = takeReader();
    try {
      sql.update("BEGIN");
      try {
        return work.apply(new JdbcSnapshot(sql));
      } finally {
        sql.update("COMMIT");
      }
    } finally {
      readers.add(sql);
      reading.leave(owner);
    }
  }

  /// An interrupt is for what the caller does next.
  private void enter(Object owner) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (reading.enter(owner, MAX_READ_WAIT) != FairPlaces.Entry.TAKEN) {
            throw new StoreBusyException(reading.waiting());
          }
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Sql takeReader() {
    boolean interrupted = false;
    while (true) {
      try {
        Sql sql = readers.take();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return sql;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  /// One transaction. Over when the store was closed and nothing waits any more. Whatever goes
  /// wrong, nobody waits for ever.
  private @Nullable Duration write() throws InterruptedException {
    if (closed && waiting.size() == 0) {
      return null;
    }
    @Nullable Unit<?> first = waiting.poll(patience());
    if (first == null && health.isWell()) {
      return Duration.ZERO;
    }
    batch.add(first == null ? new Unit<>(StoreHealth::probe) : first);
    try {
      waiting.drainTo(batch, MAX_BATCH - 1);
      commit(batch);
    } catch (RuntimeException | Error e) {
      rollBack();
      StoreFailedException unknown =
          StoreFailedException.inDoubt("whether anything was written is not known", e);
      batch.forEach(unit -> unit.failed(unknown));
      throw e;
    } finally {
      batch.clear();
    }
    checkpointer.committed(writerSql);
    return Duration.ZERO;
  }

  private Duration patience() {
    return health.isWell() ? PATIENCE : PROBE;
  }

  private void commit(List<Unit<?>> batch) {
    long begun = System.nanoTime();
    boolean committing = false;
    try {
      writerSql.update("BEGIN IMMEDIATE");
      forgetWhatOthersChanged();
      if (!runTogether(batch)) {
        writerSql.undo("ROLLBACK");
        writerSql.update("BEGIN IMMEDIATE");
        batch.forEach(this::runApart);
      }
      committing = true;
      writerSql.update("COMMIT");
    } catch (RuntimeException e) {
      // SQLite may have rolled back by itself (disk full).
      rollBack();
      health.failed(e);
      listener.failed(batch.size());
      StoreFailedException failure = StoreHealth.failure(e, committing);
      batch.forEach(unit -> unit.failed(failure));
      return;
    }
    health.committed();
    listener.committed(
        batch.size(),
        Duration.ofNanos(begun - batch.getFirst().asked()),
        Duration.ofNanos(System.nanoTime() - begun));
    for (Unit<?> unit : batch) {
      unit.committed();
    }
  }

  /// SQLite counts what other connections commit (`PRAGMA data_version`): after that, nothing the
  /// writer remembers holds.
  private void forgetWhatOthersChanged() {
    long version = writerSql.one("PRAGMA data_version", row -> row.number(1)).orElse(0L);
    if (version != dataVersion) {
      dataVersion = version;
      writerSql.forget();
    }
  }

  /// Runs the units one after the other, which is all that is needed while they succeed, or fail
  /// before they have written anything. False if one has: what it wrote cannot be told any more
  /// from what the others did. A failing store ends the whole batch.
  private boolean runTogether(List<Unit<?>> batch) {
    for (Unit<?> unit : batch) {
      writerSql.beginPart();
      try {
        unit.run(writerSql);
      } catch (StoreFailedException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        if (!writerSql.undoPart()) {
          return false;
        }
        unit.threw(e);
      }
    }
    return true;
  }

  /// Runs one unit in its savepoint, which copies every page that is touched in it. Its own
  /// exception undoes it alone; a failing store ends the whole batch.
  private void runApart(Unit<?> unit) {
    writerSql.update("SAVEPOINT unit");
    try {
      unit.run(writerSql);
    } catch (StoreFailedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      writerSql.undo("ROLLBACK TO unit");
      unit.threw(e);
    }
    writerSql.update("RELEASE unit");
  }

  private void rollBack() {
    try {
      writerSql.undo("ROLLBACK");
    } catch (StoreFailedException e) {
      log.debug("nothing to roll back reason=\"{}\"", e.getMessage());
    }
  }

  /// Runs what was asked for until now, then closes the file.
  @Override
  public void close() {
    closed = true;
    // Wakes a writer that waits for work; a full queue wakes it by itself.
    @Nullable Unit<?> dropped = waiting.offer(WorkOwner.SERVER, new Unit<Boolean>(_ -> true));
    if (dropped != null) {
      dropped.failed(new StoreBusyException(MAX_WAITING));
    }
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    checkpointer.close();
    for (int i = 0; i < READERS; i++) {
      takeReader().close();
    }
    writerSql.close();
  }
}
