package dev.weft.storage.jdbc.delivery;

import dev.weft.app.AppId;
import dev.weft.chat.moderation.Disposition;
import dev.weft.chat.moderation.Keyword;
import dev.weft.chat.moderation.KeywordList;
import dev.weft.chat.moderation.KeywordList.Scope;
import dev.weft.chat.moderation.KeywordStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Keyword lists over JDBC.
public final class JdbcKeywordStore implements KeywordStore {

  private static final String LIST =
      "id, name, scope, tag, full_match, disposition, created, updated";

  private static final String KEYWORD = "id, list, word, added_by, created, updated";

  @Override
  public void put(Tx tx, AppId app, KeywordList list) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO keyword_lists (app, "
                + LIST
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (app, id) DO UPDATE SET"
                + " name = excluded.name, scope = excluded.scope, tag = excluded.tag,"
                + " full_match = excluded.full_match, disposition = excluded.disposition,"
                + " updated = excluded.updated",
            app.value(),
            list.id(),
            list.name(),
            list.scope().name(),
            list.tag(),
            list.fullMatch(),
            list.disposition().name(),
            list.created(),
            list.updated());
    changed(tx, app);
  }

  private static void changed(Tx tx, AppId app) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO keyword_versions (app, version) VALUES (?, 1)"
                + " ON CONFLICT (app) DO UPDATE SET version = keyword_versions.version + 1",
            app.value());
  }

  @Override
  public Optional<KeywordList> find(Snapshot snapshot, AppId app, String id) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT " + LIST + " FROM keyword_lists WHERE app = ? AND id = ?",
            JdbcKeywordStore::list,
            app.value(),
            id);
  }

  @Override
  public List<KeywordList> lists(Snapshot snapshot, AppId app) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT " + LIST + " FROM keyword_lists WHERE app = ? ORDER BY created, id",
            JdbcKeywordStore::list,
            app.value());
  }

  @Override
  public void delete(Tx tx, AppId app, String list) {
    JdbcSnapshot.sql(tx)
        .write("DELETE FROM keywords WHERE app = ? AND list = ?", app.value(), list);
    JdbcSnapshot.sql(tx)
        .write("DELETE FROM keyword_lists WHERE app = ? AND id = ?", app.value(), list);
    changed(tx, app);
  }

  @Override
  public void put(Tx tx, AppId app, Keyword keyword) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO keywords (app, "
                + KEYWORD
                + ") VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (app, list, id) DO UPDATE SET"
                + " word = excluded.word, added_by = excluded.added_by,"
                + " updated = excluded.updated",
            app.value(),
            keyword.id(),
            keyword.list(),
            keyword.word(),
            keyword.user(),
            keyword.created(),
            keyword.updated());
    changed(tx, app);
  }

  @Override
  public Optional<Keyword> findKeyword(Snapshot snapshot, AppId app, String list, String id) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT " + KEYWORD + " FROM keywords WHERE app = ? AND list = ? AND id = ?",
            JdbcKeywordStore::keyword,
            app.value(),
            list,
            id);
  }

  @Override
  public boolean hasWord(Snapshot snapshot, AppId app, String list, String word) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT 1 FROM keywords WHERE app = ? AND list = ? AND word = ?",
            row -> row.count(1),
            app.value(),
            list,
            word)
        .isPresent();
  }

  @Override
  public long count(Snapshot snapshot, AppId app, String list) {
    return countContaining(snapshot, app, list, "");
  }

  @Override
  public List<Keyword> containing(
      Snapshot snapshot, AppId app, String list, String part, int offset, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT "
                + KEYWORD
                + " FROM keywords WHERE app = ? AND list = ? AND word LIKE ? ESCAPE '!'"
                + " ORDER BY word LIMIT ? OFFSET ?",
            JdbcKeywordStore::keyword,
            app.value(),
            list,
            pattern(part),
            limit,
            offset);
  }

  @Override
  public long countContaining(Snapshot snapshot, AppId app, String list, String part) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(*) FROM keywords WHERE app = ? AND list = ? AND word LIKE ? ESCAPE '!'",
            row -> row.number(1),
            app.value(),
            list,
            pattern(part))
        .orElse(0L);
  }

  private static String pattern(String part) {
    return "%" + part.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  @Override
  public boolean deleteKeyword(Tx tx, AppId app, String list, String id) {
    boolean deleted =
        JdbcSnapshot.sql(tx)
                .update(
                    "DELETE FROM keywords WHERE app = ? AND list = ? AND id = ?",
                    app.value(),
                    list,
                    id)
            > 0;
    changed(tx, app);
    return deleted;
  }

  @Override
  public List<String> words(Snapshot snapshot, AppId app, String list, String after, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT word FROM keywords WHERE app = ? AND list = ? AND word > ?"
                + " ORDER BY word LIMIT ?",
            row -> row.text(1),
            app.value(),
            list,
            after,
            limit);
  }

  @Override
  public long version(Snapshot snapshot, AppId app) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT version FROM keyword_versions WHERE app = ?", row -> row.number(1), app.value())
        .orElse(0L);
  }

  private static KeywordList list(Row row) throws SQLException {
    return new KeywordList(
        row.text(1),
        row.text(2),
        Scope.valueOf(row.text(3)),
        row.text(4),
        row.flag(5),
        Disposition.valueOf(row.text(6)),
        row.time(7),
        row.time(8));
  }

  private static Keyword keyword(Row row) throws SQLException {
    return new Keyword(
        row.text(1), row.text(2), row.text(3), row.text(4), row.time(5), row.time(6));
  }
}
