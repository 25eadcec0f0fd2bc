package dev.weft.storage.sqlite;

import dev.weft.tx.StoreFailedException;
import java.nio.file.Files;
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

/// Online backup of a SQLite database: one consistent copy while servers go on writing, and the
/// check of such a copy.
public final class SqliteBackup {

  /// The names of all tables, but for those that an index of words has of its own.
  public static final String TABLES =
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
          + " AND name <> 'sqlite_schema'";

  private SqliteBackup() {}

  /// Copies what is committed now into a new file, compacted. Writers are not held up: the copy is
  /// read from a snapshot.
  ///
  /// @throws StoreFailedException if it cannot be made; then there is no file
  public static void write(Path database, Path copy) {
    SqliteLibrary.load(parent(copy));
    try (Connection connection = open(database);
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, copy.toString());
      vacuum.execute();
    } catch (SQLException e) {
      throw new StoreFailedException("cannot back up " + database + ": " + e.getMessage(), e);
    }
  }

  /// Checks every page and index of a copy, and answers how many rows each table has.
  ///
  /// @throws StoreFailedException if the file is damaged, or no database of Weft's
  public static Map<String, Long> check(Path copy) {
    SqliteLibrary.load(parent(copy));
    try (Connection connection = open(copy)) {
      List<String> faults = texts(connection, "PRAGMA integrity_check(5)");
      if (!faults.equals(List.of("ok"))) {
        throw new StoreFailedException(
            copy + " is damaged: " + String.join("; ", faults).replaceAll("\\s+", " "),
            new SQLException(faults.toString()));
      }
      Map<String, Long> rows = new LinkedHashMap<>();
      for (String table :
          texts(connection, TABLES + " AND name NOT LIKE 'sqlite_%' ORDER BY name")) {
        String quoted = '"' + table.replace("\"", "\"\"") + '"';
        rows.put(
            table, Long.valueOf(texts(connection, "SELECT COUNT(*) FROM " + quoted).getFirst()));
      }
      if (!rows.containsKey("schema_version")) {
        throw new StoreFailedException(
            copy + " is no database of Weft: it has no table schema_version",
            new SQLException("tables: " + rows.keySet()));
      }
      return rows;
    } catch (SQLException e) {
      throw new StoreFailedException("cannot read " + copy + ": " + e.getMessage(), e);
    }
  }

  private static Connection open(Path file) throws SQLException {
    if (!Files.isRegularFile(file)) {
      throw new SQLException("there is no such file");
    }
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
    }
    return connection;
  }

  private static List<String> texts(Connection connection, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
