package dev.weft.storage.sql;

import dev.weft.tx.StoreFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs statements on one connection, by one thread at a time. Every statement is prepared once and
/// kept: callers pass constants, never text made of data.
///
/// Where each statement is a round trip to the server, those of [#write] wait and travel with the
/// next one that has an answer. What comes often waits even longer, as rows and not as statements
/// (see [Batch]): a message with its callbacks is then two round trips and not nine, and so are a
/// hundred.
public final class Sql implements AutoCloseable {

  /// Statements that wait to be sent: bounds the text that is made of them.
  private static final int MAX_UNSENT = 32;

  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final List<Unsent> unsent = new ArrayList<>();
  private final Set<String> once = new HashSet<>();
  private final Map<Class<?>, Object> parts = new HashMap<>();
  private final Map<Class<?>, Batch> batches = new LinkedHashMap<>();

  /// How long each batch was when the present part of the work began.
  private final Map<Batch, Integer> sizesBefore = new HashMap<>();

  /// Whether the present part of the work has written, or had its rows sent.
  private boolean wrote;

  private boolean sending;

  public Sql(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /// A statement that waits to be sent, and who reads what it returns.
  private record Unsent(
      String sql, @Nullable RowReader<?> reader, List<@Nullable Object> parameters) {}

  /// Reads one row into a value.
  public interface RowReader<T> {
    T read(Row row) throws SQLException;
  }

  /// Rows that wait until something else is asked for, so that many become one statement. No
  /// statement of any other kind sees the database without them.
  public interface Batch {

    /// How many rows wait.
    int size();

    /// Forgets the rows after the first `size`.
    void cut(int size);

    /// Writes all rows, by [#write] or [#writeAndRead]; none wait afterwards.
    void send(Sql sql);
  }

  /// What a store knows for the length of a unit of work, or of the several that share a
  /// transaction; on SQLite, until something is undone.
  public <P> P part(Class<P> kind, Supplier<P> made) {
    return kind.cast(parts.computeIfAbsent(kind, _ -> made.get()));
  }

  /// The batch of this kind, which is sent before the next statement, or with the commit. Batches
  /// are sent in the order in which they were first asked for.
  public <B extends Batch> B batch(Class<B> kind, Supplier<B> made) {
    return kind.cast(batches.computeIfAbsent(kind, _ -> made.get()));
  }

  /// Sends what waits in batches. To be called when one has become too large to wait.
  public void sendBatches() {
    if (sending) {
      return;
    }
    sending = true;
    try {
      for (Batch batch : batches.values()) {
        int before = Objects.requireNonNullElse(sizesBefore.put(batch, 0), 0);
        wrote |= batch.size() > before;
        if (batch.size() > 0) {
          batch.send(this);
        }
      }
    } finally {
      sending = false;
    }
  }

  /// Begins a part of the work that can be [undone][#undoPart] alone.
  public void beginPart() {
    wrote = false;
    batches.values().forEach(batch -> sizesBefore.put(batch, batch.size()));
  }

  /// Undoes the part, if nothing of it was sent; false if it is too late for that.
  public boolean undoPart() {
    if (wrote) {
      return false;
    }
    batches.values().forEach(batch -> batch.cut(sizesBefore.getOrDefault(batch, 0)));
    return true;
  }

  /// A statement of the stores, not of a batch: it sees what batches hold, and may write.
  private void before(String sql) {
    if (!sending) {
      sendBatches();
      wrote |= !sql.startsWith("SELECT");
    }
  }

  public Dialect dialect() {
    return dialect;
  }

  /// Runs a statement that returns no rows, whatever it changes. It may be sent later, but before
  /// every other statement and before the commit.
  public void write(String sql, @Nullable Object... parameters) {
    if (!dialect.pipelines()) {
      update(sql, parameters);
      return;
    }
    sendLater(new Unsent(sql, null, Arrays.asList(parameters)));
  }

  /// As [#write], for a statement that returns rows: each is read when it comes, with the commit at
  /// the latest.
  public void writeAndRead(String sql, RowReader<?> reader, @Nullable Object... parameters) {
    if (!dialect.pipelines()) {
      List<?> _ = list(sql, reader, parameters);
      return;
    }
    sendLater(new Unsent(sql, reader, Arrays.asList(parameters)));
  }

  private void sendLater(Unsent statement) {
    before(statement.sql());
    unsent.add(statement);
    if (unsent.size() == MAX_UNSENT) {
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
    before(sql);
    String text = withUnsent(sql);
    try {
      PreparedStatement statement = prepare(text);
      List<Unsent> earlier = bind(statement, parameters);
      if (earlier.isEmpty()) {
        return statement.executeUpdate();
      }
      readEarlier(statement, earlier);
      return statement.getUpdateCount();
    } catch (SQLException e) {
      throw failure(text, e);
    }
  }

  /// The first row, if there is one.
  public <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    before(sql);
    String text = withUnsent(sql);
    try (ResultSet rows = query(text, parameters)) {
      return rows.next() ? Optional.of(reader.read(new Row(rows))) : Optional.empty();
    } catch (SQLException e) {
      throw failure(text, e);
    }
  }

  /// Every row. The statement itself must bound how many that are.
  public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    before(sql);
    String text = withUnsent(sql);
    try (ResultSet rows = query(text, parameters)) {
      List<T> values = new ArrayList<>();
      Row row = new Row(rows);
      while (rows.next()) {
        values.add(reader.read(row));
      }
      return values;
    } catch (SQLException e) {
      throw failure(text, e);
    }
  }

  private ResultSet query(String text, @Nullable Object[] parameters) throws SQLException {
    PreparedStatement statement = prepare(text);
    List<Unsent> earlier = bind(statement, parameters);
    if (earlier.isEmpty()) {
      return statement.executeQuery();
    }
    readEarlier(statement, earlier);
    return statement.getResultSet();
  }

  /// Ends the transaction; what was not sent yet is sent along.
  ///
  /// @throws SQLException if it failed, or if it is not known whether it did
  public void commit() throws SQLException {
    sendBatches();
    if (unsent.isEmpty()) {
      connection.commit();
      return;
    }
    PreparedStatement statement = prepare(withUnsent("COMMIT"));
    readEarlier(statement, bind(statement, new Object[0]));
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
    unsent.clear();
    batches.clear();
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

  private String withUnsent(String sql) {
    if (unsent.isEmpty()) {
      return sql;
    }
    StringBuilder text = new StringBuilder();
    unsent.forEach(earlier -> text.append(earlier.sql()).append(';'));
    return text.append(sql).toString();
  }

  private PreparedStatement prepare(String text) throws SQLException {
    PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      prepared.put(text, statement);
    }
    return statement;
  }

  /// Answers the statements that go before the one with these parameters.
  private List<Unsent> bind(PreparedStatement statement, @Nullable Object[] parameters)
      throws SQLException {
    int index = 0;
    List<Unsent> earlier = List.copyOf(unsent);
    for (Unsent before : earlier) {
      for (@Nullable Object parameter : before.parameters()) {
        bind(statement, ++index, parameter);
      }
    }
    unsent.clear();
    for (@Nullable Object parameter : parameters) {
      bind(statement, ++index, parameter);
    }
    return earlier;
  }

  private void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setObject(index, null);
      case String text -> statement.setString(index, dialect.text(text));
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
      case Instant time -> statement.setLong(index, time.toEpochMilli());
      case byte[] bytes -> statement.setBytes(index, bytes);
      case byte[][] column -> statement.setObject(index, column);
      case int[] column -> statement.setObject(index, column);
      case long[] column -> statement.setObject(index, column);
      case Long[] column -> statement.setObject(index, column);
      case String[] column -> statement.setObject(index, texts(column));
      default -> throw new IllegalArgumentException("cannot bind a " + value.getClass());
    }
  }

  private @Nullable String[] texts(@Nullable String[] column) {
    @Nullable String[] texts = new @Nullable String[column.length];
    for (int i = 0; i < texts.length; i++) {
      @Nullable String text = column[i];
      texts[i] = text == null ? null : dialect.text(text);
    }
    return texts;
  }

  /// Runs several statements at once and goes through the results of `earlier` to the last one.
  private static void readEarlier(PreparedStatement statement, List<Unsent> earlier)
      throws SQLException {
    boolean _ = statement.execute();
    for (Unsent before : earlier) {
      @Nullable RowReader<?> reader = before.reader();
      if (reader != null) {
        readAll(statement, reader);
      }
      boolean _ = statement.getMoreResults();
    }
  }

  private static void readAll(PreparedStatement statement, RowReader<?> reader)
      throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      Row row = new Row(rows);
      while (rows.next()) {
        Object _ = reader.read(row);
      }
    }
  }

  /// A statement that has failed is not used again: the driver would go on failing with it, however
  /// well the store is by then.
  private StoreFailedException failure(String text, SQLException e) {
    @Nullable PreparedStatement failed = prepared.remove(text);
    if (failed != null) {
      try {
        failed.close();
      } catch (SQLException closing) {
        e.addSuppressed(closing);
      }
    }
    return new StoreFailedException("the store failed at \"" + text + "\": " + e.getMessage(), e);
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
