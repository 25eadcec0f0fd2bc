package dev.weft.storage.sql;

import dev.weft.tx.StoreFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Brings a database's schema up to date: numbered SQL files, each applied once and whole.
public final class Migrations {

  /// Oldest first. A released file is never changed; a change is a new file.
  private static final List<String> FILES =
      List.of(
          "0001_chat.sql",
          "0002_rules.sql",
          "0003_deliveries.sql",
          "0004_files.sql",
          "0005_replay.sql",
          "0006_pull.sql",
          "0007_nodes.sql",
          "0008_operators.sql",
          "0009_timelines.sql",
          "0010_app_tokens.sql",
          "0011_clients.sql",
          "0012_link_order.sql",
          "0013_sessions.sql",
          "0014_group_acks.sql",
          "0015_kept_answers.sql",
          "0016_surface.sql",
          "0017_moderation.sql",
          "0018_env.sql",
          "0019_files_kept.sql",
          "0020_conversation_callbacks.sql",
          "0021_rooms.sql",
          "0022_broadcasts.sql",
          "0023_chosen_ids.sql",
          "0024_shared_files.sql",
          "0027_attempt_headers.sql",
          "0032_group_requests.sql",
          "0035_refused_attempts.sql",
          "0036_schema_window.sql",
          "0038_failed_attempts.sql",
          "0039_search_index.sql",
          "0042_streams.sql",
          "0044_parts_and_subscriptions.sql");

  /// Those after which no program runs that does not know them; all others only expand. What was
  /// before 0036 does not matter: programs of that time refuse every newer schema.
  private static final Set<String> CONTRACTING = Set.of();

  /// From here on each version says whether it contracts.
  private static final int WINDOW = FILES.indexOf("0036_schema_window.sql") + 1;

  /// Nobody else takes a lock of this number in a database of ours: "weft" in ASCII.
  private static final long LOCK = 0x77656674;

  private final String folder;
  private final Consumer<Sql> begin;

  private Migrations(String folder, Consumer<Sql> begin) {
    this.folder = folder;
    this.begin = begin;
  }

  public static Migrations sqlite() {
    return new Migrations("/db/sqlite/", sql -> sql.update("BEGIN IMMEDIATE"));
  }

  /// Nodes that start together wait for each other, however long the first one takes.
  public static Migrations postgresql() {
    return new Migrations(
        "/db/postgresql/",
        sql -> {
          sql.update("BEGIN");
          sql.update("SET LOCAL lock_timeout = 0");
          sql.update("SET LOCAL statement_timeout = 0");
          sql.list("SELECT pg_advisory_xact_lock(?)", _ -> LOCK, LOCK);
        });
  }

  /// Applies what is missing, all of it or nothing. A newer schema is left as it is: this program
  /// runs on it if all that was added since only expands.
  ///
  /// @throws StoreFailedException if a newer version of Weft has taken away what this one needs
  public void apply(Sql sql) {
    begin.accept(sql);
    sql.update("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
    int version = sql.one("SELECT max(version) FROM schema_version", row -> row.count(1)).orElse(0);
    if (version > FILES.size() && newestContraction(sql) > FILES.size()) {
      sql.update("ROLLBACK");
      throw new StoreFailedException(
          "the database has schema version "
              + version
              + ", made by a newer Weft; this one knows versions up to "
              + FILES.size()
              + ": start the newer Weft, or restore a backup made before the upgrade",
          new IllegalStateException("schema version " + version));
    }
    for (int next = version + 1; next <= FILES.size(); next++) {
      for (String statement : statements(FILES.get(next - 1))) {
        sql.update(statement);
      }
      if (next < WINDOW) {
        sql.update("INSERT INTO schema_version (version) VALUES (?)", next);
      } else {
        boolean contracts = CONTRACTING.contains(FILES.get(next - 1));
        sql.update(
            "INSERT INTO schema_version (version, oldest) VALUES (?, ?)",
            next,
            contracts ? next : WINDOW);
      }
    }
    sql.update("COMMIT");
  }

  /// The oldest schema whose programs run on the database. A version that says nothing counts as
  /// one that contracts.
  private static int newestContraction(Sql sql) {
    return sql.one("SELECT max(coalesce(oldest, version)) FROM schema_version", row -> row.count(1))
        .orElse(0);
  }

  /// The statements of a file: each ends with a semicolon at the end of a line.
  private List<String> statements(String file) {
    try (InputStream in = Migrations.class.getResourceAsStream(folder + file)) {
      if (in == null) {
        throw new IllegalStateException("missing in the program: " + folder + file);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.replaceAll("(?m)^--.*$", "").split(";\\s*\n")).stream()
          .map(String::strip)
          .filter(statement -> !statement.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
