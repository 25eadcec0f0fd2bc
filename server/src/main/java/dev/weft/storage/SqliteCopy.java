package dev.weft.storage;

import dev.weft.chat.file.FileContents;
import dev.weft.chat.file.FileId;
import dev.weft.storage.postgres.PostgresAddress;
import dev.weft.storage.postgres.PostgresDatabase;
import dev.weft.storage.postgres.PostgresFileContents;
import dev.weft.storage.sql.Dialect;
import dev.weft.storage.sqlite.SqliteBackup;
import dev.weft.tx.CommitListener;
import dev.weft.tx.StoreFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Copies a SQLite file into an empty PostgreSQL database: one snapshot of the file, one
/// transaction, so that the database has everything in the end or is as empty as before.
///
/// A table has the same columns in both, and is copied as the target's catalog describes it: a new
/// column or table needs nothing here. The exception are callbacks, of which PostgreSQL keeps apart
/// what changes (see `0003_deliveries.sql`).
public final class SqliteCopy {

  /// Rows that travel together. Bodies are about 1 KB, at most some hundred.
  private static final int BATCH = 500;

  /// What belongs to the schema or to running servers, and to nobody's data. An index is made anew.
  private static final Set<String> NOT_DATA =
      Set.of(
          "schema_version",
          "sqlite_sequence",
          "sqlite_stat1",
          "nodes",
          "partitions",
          "rule_changes",
          "indexed_conversations",
          "indexed_messages");

  /// What PostgreSQL keeps in tables of its own, and SQLite elsewhere.
  private static final Map<String, String> DERIVED =
      Map.of(
          "attempts",
          "SELECT * FROM all_attempts",
          "delivery_bodies",
          "SELECT id AS delivery, body FROM deliveries",
          "outbox",
          "SELECT id AS delivery, rule, next_attempt, job, attempts, partition, conversation"
              + " FROM deliveries WHERE state = 0",
          "heads",
          "SELECT conversation, max(position) AS last, 0 AS previous, max(position) AS wanted"
              + " FROM timeline GROUP BY conversation",
          "offers",
          "SELECT rule, id AS delivery FROM deliveries WHERE state = 5");

  private record Column(String name, String type) {}

  /// Where PostgreSQL has the bytes of files, which are beside the SQLite file.
  private static final String PIECES = "file_pieces";

  private final Connection from;
  private final FileContents files;
  private final Connection to;

  private SqliteCopy(Connection from, FileContents files, Connection to) {
    this.from = from;
    this.files = files;
    this.to = to;
  }

  /// Copies everything, and answers how many rows each table has now, by its name.
  ///
  /// @param file of a server that does not run
  /// @param folder of its uploaded files
  /// @throws StoreFailedException saying in one sentence why it cannot be done; then the target is
  ///   as it was, but for its empty tables
  public static Map<String, Long> copy(Path file, Path folder, PostgresAddress target) {
    Database.postgresql(target, CommitListener.NONE).close();
    try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + file);
        Connection to = new PostgresDatabase(target).connect()) {
      from.setAutoCommit(false);
      to.setAutoCommit(false);
      Map<String, Long> counts = new SqliteCopy(from, new FileFolder(folder), to).copyAll(target);
      to.commit();
      return counts;
    } catch (SQLException | IOException e) {
      throw new StoreFailedException(
          "the copy failed, and the database %s is as empty as before: %s"
              .formatted(target.place(), e.getMessage()),
          e);
    }
  }

  private Map<String, Long> copyAll(PostgresAddress target) throws SQLException, IOException {
    requireSameVersion();
    Set<String> sources = names(from, SqliteBackup.TABLES).stream().collect(Collectors.toSet());
    List<String> tables =
        names(
                to,
                "SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema = current_schema() ORDER BY table_name")
            .stream()
            .filter(table -> !NOT_DATA.contains(table))
            .filter(table -> sources.contains(table) || DERIVED.containsKey(table))
            .toList();
    requireNothingLeftOut(sources, tables);
    requireEmpty(tables, target);
    requireEmpty(List.of(PIECES), target);
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String table : tables) {
      counts.put(table, copy(table));
    }
    counts.put(PIECES, copyFiles());
    for (String table : tables) {
      continueNumbers(table, sources.contains("sqlite_sequence"));
    }
    return counts;
  }

  private void requireSameVersion() throws SQLException {
    String newest = "SELECT max(version) FROM schema_version";
    long source = number(from, newest);
    long target = number(to, newest);
    if (source != target) {
      throw unusable(
          "the data folder has schema version %d and this Weft makes version %d: start this Weft on the folder once, stop it, and try again"
              .formatted(source, target));
    }
  }

  private static void requireNothingLeftOut(Set<String> sources, List<String> tables) {
    for (String table : sources) {
      if (!NOT_DATA.contains(table) && !tables.contains(table)) {
        throw new IllegalStateException("PostgreSQL has no table " + table);
      }
    }
  }

  private void requireEmpty(List<String> tables, PostgresAddress target) throws SQLException {
    for (String table : tables) {
      if (number(to, "SELECT count(*) FROM (SELECT 1 FROM " + quoted(table) + " LIMIT 1) t") > 0) {
        throw unusable(
            "the database %s is not empty, its table %s has rows: give --to a new one"
                .formatted(target.place(), table));
      }
    }
  }

  /// Copies a table, and counts on both sides what has come of it.
  private long copy(String table) throws SQLException {
    List<Column> columns = columns(table);
    String list =
        columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
    String places = columns.stream().map(_ -> "?").collect(Collectors.joining(", "));
    String rows = "(" + DERIVED.getOrDefault(table, "SELECT * FROM " + quoted(table)) + ") t";
    try (Statement select = from.createStatement();
        ResultSet source = select.executeQuery("SELECT " + list + " FROM " + rows);
        PreparedStatement insert =
            to.prepareStatement(
                "INSERT INTO %s (%s) VALUES (%s)".formatted(quoted(table), list, places))) {
      int waiting = 0;
      while (source.next()) {
        for (int i = 0; i < columns.size(); i++) {
          insert.setObject(i + 1, value(source.getObject(i + 1), columns.get(i)));
        }
        insert.addBatch();
        waiting++;
        if (waiting == BATCH) {
          int[] _ = insert.executeBatch();
          waiting = 0;
        }
      }
      int[] _ = insert.executeBatch();
    }
    long expected = number(from, "SELECT count(*) FROM " + rows);
    long found = number(to, "SELECT count(*) FROM " + quoted(table));
    if (found != expected) {
      throw unusable(
          "the copy of table %s has %d rows of %d: nothing was kept"
              .formatted(table, found, expected));
    }
    return found;
  }

  /// Copies the bytes of every file that has any, and answers in how many pieces.
  private long copyFiles() throws SQLException, IOException {
    long pieces = 0;
    for (String id : names(from, "SELECT id FROM files UNION ALL SELECT file FROM file_parts")) {
      Optional<InputStream> bytes = FileId.parse(id).flatMap(files::open);
      if (bytes.isPresent()) {
        try (InputStream in = bytes.get()) {
          pieces += PostgresFileContents.copy(to, id, in);
        }
      }
    }
    return pieces;
  }

  private List<Column> columns(String table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (PreparedStatement select =
        to.prepareStatement(
            "SELECT column_name, data_type FROM information_schema.columns"
                + " WHERE table_schema = current_schema() AND table_name = ?"
                + " ORDER BY ordinal_position")) {
      select.setString(1, table);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          columns.add(new Column(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return columns;
  }

  /// A value as the column takes it: SQLite keeps what it was given, whatever the column says.
  private static @Nullable Object value(@Nullable Object value, Column column) {
    return switch (value) {
      case byte[] bytes when column.type().equals("text") ->
          Dialect.POSTGRESQL.text(new String(bytes, StandardCharsets.UTF_8));
      case String text when column.type().equals("bytea") -> text.getBytes(StandardCharsets.UTF_8);
      case String text -> Dialect.POSTGRESQL.text(text);
      case null, default -> value;
    };
  }

  /// Numbers that the database gives go on after the largest that was ever given: some rows are
  /// gone whose numbers must not come again.
  private void continueNumbers(String table, boolean remembered) throws SQLException {
    boolean numbered =
        number(
                to,
                "SELECT count(*) FROM information_schema.columns WHERE is_identity = 'YES'"
                    + " AND table_schema = current_schema() AND column_name = 'id'"
                    + " AND table_name = '"
                    + table
                    + "'")
            > 0;
    if (!numbered) {
      return;
    }
    long last = number(from, "SELECT max(id) FROM " + quoted(table));
    if (remembered) {
      last =
          Math.max(
              last, number(from, "SELECT seq FROM sqlite_sequence WHERE name = '" + table + "'"));
    }
    if (last > 0) {
      long _ =
          number(
              to, "SELECT setval(pg_get_serial_sequence('%s', 'id'), %d)".formatted(table, last));
    }
  }

  private static List<String> names(Connection connection, String query) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  /// The number a query answers; 0 if there is none.
  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }

  private static StoreFailedException unusable(String sentence) {
    return new StoreFailedException(sentence, new IllegalStateException(sentence));
  }
}
