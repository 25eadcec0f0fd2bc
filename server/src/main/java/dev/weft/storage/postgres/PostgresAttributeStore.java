package dev.weft.storage.postgres;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.storage.jdbc.JdbcAttributeStore;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Attributes in PostgreSQL: those of many users are one query, and one statement writes them.
public final class PostgresAttributeStore extends JdbcAttributeStore {

  /// By name, so that two transactions that lock the same users wait for each other and never both.
  private static final String LOCK =
      "SELECT u.app, u.name, a.attribute, a.value FROM users u LEFT JOIN user_attributes a"
          + " ON a.app = u.app AND a.name = u.name WHERE (u.app, u.name) IN"
          + " (SELECT unnest(?::bigint[]), unnest(?::text[])) ORDER BY u.app, u.name, a.attribute"
          + " FOR NO KEY UPDATE OF u";

  private static final String OF_MEMBERS =
      "SELECT m.group_id, m.name, m.role, a.attribute, a.value FROM group_members m"
          + " LEFT JOIN member_attributes a ON a.group_id = m.group_id AND a.name = m.name"
          + " WHERE (m.group_id, m.name) IN (SELECT unnest(?::bigint[]), unnest(?::text[]))"
          + " ORDER BY m.group_id, m.name, a.attribute";

  private static final String READERS =
      "SELECT app, target, name FROM attribute_subscriptions WHERE (app, target) IN"
          + " (SELECT unnest(?::bigint[]), unnest(?::text[])) ORDER BY name";

  private record Told(Owner of, UserId reader) {}

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
  public Map<MemberPlace, MemberValues> ofMembers(Snapshot snapshot, List<MemberPlace> places) {
    Map<MemberPlace, MemberValues> found = new HashMap<>();
    if (places.isEmpty()) {
      return found;
    }
    Map<Long, GroupId> groups = new HashMap<>();
    places.forEach(place -> groups.put(place.group().value(), place.group()));
    List<?> _ =
        JdbcSnapshot.sql(snapshot)
            .list(
                OF_MEMBERS,
                row -> {
                  GroupId group = Objects.requireNonNull(groups.get(row.number(1)));
                  MemberPlace place = new MemberPlace(group, new UserId(row.text(2)));
                  boolean ranks = row.count(3) < MEMBER;
                  MemberValues values =
                      found.computeIfAbsent(
                          place, _ -> new MemberValues(ranks, new LinkedHashMap<>()));
                  @Nullable String name = row.textOrNull(4);
                  @Nullable String value = row.textOrNull(5);
                  if (name != null && value != null) {
                    values.values().put(name, value);
                  }
                  return place;
                },
                Columns.numbers(places, place -> place.group().value()),
                Columns.texts(places, place -> place.user().value()));
    return found;
  }

  @Override
  public void put(Tx tx, AppId app, GroupId group, UserId user, String name, String value) {
    PostgresNewAttributes.putOfMember(
        JdbcSnapshot.sql(tx),
        app.value(),
        new PostgresNewAttributes.Place(group.value(), user.value(), name),
        value);
  }

  @Override
  public void put(Tx tx, AppId app, UserId user, String name, String value) {
    PostgresNewAttributes.put(
        JdbcSnapshot.sql(tx),
        new PostgresNewAttributes.Place(app.value(), user.value(), name),
        value);
  }

  @Override
  public Map<Owner, List<UserId>> readers(Snapshot snapshot, List<Owner> users) {
    Map<Owner, List<UserId>> readers = new HashMap<>();
    if (users.isEmpty()) {
      return readers;
    }
    List<Told> told =
        JdbcSnapshot.sql(snapshot)
            .list(
                READERS,
                row ->
                    new Told(
                        new Owner(new AppId(row.number(1)), new UserId(row.text(2))),
                        new UserId(row.text(3))),
                Columns.numbers(users, user -> user.app().value()),
                Columns.texts(users, user -> user.user().value()));
    told.forEach(
        row -> readers.computeIfAbsent(row.of(), _ -> new ArrayList<>()).add(row.reader()));
    return readers;
  }
}
