package dev.weft.storage.sql;

import dev.weft.tx.StoreFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs the statements of stores on one connection, by one thread at a time: prepared once
/// ([Statements]), sent with as few round trips as can be ([Pipeline]), and frequent rows many at a
/// time ([WriteBehind]). On PostgreSQL a message with its callbacks is then two round trips and not
/// nine, and so are a hundred.
public final class Sql implements AutoCloseable {

  private final Connection connection;
  private final Dialect dialect;
  private final Pipeline pipeline;
  private final WriteBehind writeBehind = new WriteBehind(this);
  private final Set<String> once = new HashSet<>();
  private final Map<Class<?>, Object> parts = new HashMap<>();

  public Sql(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
    this.pipeline = new Pipeline(new Statements(connection, dialect));
  }

  public Dialect dialect() {
    return dialect;
  }

  /// The texts of the statements that were prepared so far, for those who ask the database how it
  /// would run them.
  public Set<String> prepared() {
    return pipeline.prepared();
  }

  /// What a store knows for the length of a unit of work, or of the several that share a
  /// transaction; on SQLite, until something is undone.
  public <P> P part(Class<P> kind, Supplier<P> made) {
    return kind.cast(parts.computeIfAbsent(kind, _ -> made.get()));
  }

  /// The batch of this kind, which is sent before the next statement, or with the commit. Batches
  /// are sent in the order in which they were first asked for.
  public <B extends Batch> B batch(Class<B> kind, Supplier<B> made) {
    return writeBehind.batch(kind, made);
  }

  /// Sends what waits in batches. To be called when one has become too large to wait.
  public void sendBatches() {
    writeBehind.send();
  }

  /// Begins a part of the work that can be [undone][#undoPart] alone.
  public void beginPart() {
    writeBehind.beginPart();
  }

  /// Undoes the part, if nothing of it was sent; false if it is too late for that.
  public boolean undoPart() {
    return writeBehind.undoPart();
  }

  /// Runs a statement that returns no rows, whatever it changes. It may be sent later, but before
  /// every other statement and before the commit.
  public void write(String sql, @Nullable Object... parameters) {
    if (dialect.pipelines()) {
      sendLater(sql, null, parameters);
    } else {
      int _ = update(sql, parameters);
    }
  }

  /// As [#write], for a statement that returns rows: each is read when it comes, with the commit at
  /// the latest.
  public void writeAndRead(String sql, RowReader<?> reader, @Nullable Object... parameters) {
    if (dialect.pipelines()) {
      sendLater(sql, reader, parameters);
    } else {
      List<?> _ = list(sql, reader, parameters);
    }
  }

  private void sendLater(String sql, @Nullable RowReader<?> reader, @Nullable Object[] parameters) {
    writeBehind.before(sql);
    if (pipeline.add(sql, reader, parameters)) {
      sendNow();
    }
  }

  /// Sends all that waits, and returns when its answers are there.
  public void sendNow() {
    List<Integer> _ = list("SELECT 1", row -> row.count(1));
  }

  /// As [#write], but only if this has not written the same before: on PostgreSQL, once in each
  /// unit of work.
  public void writeOnce(String sql) {
    if (once.add(sql)) {
      write(sql);
    }
  }

  /// Runs a statement that returns no rows and answers how many rows it changed.
  public int update(String sql, @Nullable Object... parameters) {
    writeBehind.before(sql);
    return pipeline.update(sql, parameters);
  }

  /// The first row, if there is one.
  public <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    writeBehind.before(sql);
    return pipeline.one(sql, reader, parameters);
  }

  /// Every row. The statement itself must bound how many that are.
  public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    writeBehind.before(sql);
    return pipeline.list(sql, reader, parameters);
  }

  /// Ends the transaction; what was not sent yet is sent along.
  ///
  /// @throws SQLException if it failed, or if it is not known whether it did
  public void commit() throws SQLException {
    writeBehind.send();
    if (pipeline.isEmpty()) {
      connection.commit();
    } else {
      pipeline.commit();
    }
  }

  /// Forgets all parts.
  public void forget() {
    parts.clear();
  }

  /// Undoes what was written, by a statement that does so, and forgets what was known by then.
  public void undo(String sql) {
    parts.clear();
    int _ = update(sql);
  }

  /// Ends the transaction without a trace.
  ///
  /// @throws SQLException if the connection is lost, which comes to the same
  public void rollBack() throws SQLException {
    pipeline.clear();
    writeBehind.clear();
    parts.clear();
    connection.rollback();
  }

  /// Keeps the driver from ending a transaction after each statement that is in none.
  public void stopAutoCommit() {
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw new StoreFailedException("the store could not be opened", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreFailedException("the store could not be closed", e);
    }
  }
}
