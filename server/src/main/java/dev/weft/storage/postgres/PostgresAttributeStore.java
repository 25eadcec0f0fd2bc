package dev.weft.storage.postgres;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.storage.jdbc.JdbcAttributeStore;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Tx;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Attributes in PostgreSQL: those of many users are one query, and one statement writes them.
public final class PostgresAttributeStore extends JdbcAttributeStore {

  /// By name, so that two transactions that lock the same users wait for each other and never both.
  private static final String LOCK =
      "SELECT u.app, u.name, a.attribute, a.value FROM users u LEFT JOIN user_attributes a"
          + " ON a.app = u.app AND a.name = u.name WHERE (u.app, u.name) IN"
          + " (SELECT unnest(?::bigint[]), unnest(?::text[])) ORDER BY u.app, u.name, a.attribute"
          + " FOR NO KEY UPDATE OF u";

  private record Noted(Owner owner, @Nullable String name, @Nullable String value) {}

  @Override
  public Map<Owner, Map<String, String>> lock(Tx tx, List<Owner> owners) {
    Map<Owner, Map<String, String>> found = new HashMap<>();
    if (owners.isEmpty()) {
      return found;
    }
    List<Noted> rows =
        JdbcSnapshot.sql(tx)
            .list(
                LOCK,
                row ->
                    new Noted(
                        new Owner(new AppId(row.number(1)), new UserId(row.text(2))),
                        row.textOrNull(3),
                        row.textOrNull(4)),
                Columns.numbers(owners, owner -> owner.app().value()),
                Columns.texts(owners, owner -> owner.user().value()));
    for (Noted row : rows) {
      Map<String, String> values = found.computeIfAbsent(row.owner(), _ -> new LinkedHashMap<>());
      if (row.name() != null && row.value() != null) {
        values.put(row.name(), row.value());
      }
    }
    return found;
  }

  @Override
  public void put(Tx tx, AppId app, UserId user, String name, String value) {
    PostgresNewAttributes.put(
        JdbcSnapshot.sql(tx),
        new PostgresNewAttributes.Place(app.value(), user.value(), name),
        value);
  }
}
