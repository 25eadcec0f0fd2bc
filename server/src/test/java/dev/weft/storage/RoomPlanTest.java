package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import dev.weft.chat.Member;
import dev.weft.chat.group.GroupMarkStore;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.chat.group.GroupStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A room of ten thousand costs those who come, go, speak and are muted no more than a small one:
/// no statement reads a whole table, and none a whole index. The databases themselves are asked how
/// they would run each statement.
class RoomPlanTest extends EachStore {

  private static final UserId ANN = UserId.of("ann");
  private static final GroupId ROOM = new GroupId(500_000_000_000_001L);

  private AppId app;

  /// What opening the store and the steps before have asked.
  private final Set<String> before = new TreeSet<>();

  @BeforeEach
  void have_an_app() {
    app = makeApp("app");
  }

  private Group room() {
    return new Group(
        ROOM,
        GroupKind.ROOM,
        app,
        UserId.of("owner"),
        new GroupDetails("room", "", "", true, false, false, false, 10_000, ""),
        NOW,
        NOW,
        0,
        false,
        false);
  }

  @Test
  void coming_going_listing_and_muting_read_no_whole_table() {
    run(
        tx -> {
          before.addAll(statements(JdbcSnapshot.sql(tx)));
          GroupStore rooms = database.rooms();
          Group room = room();
          rooms.insert(tx, room);
          assertThat(rooms.addMember(tx, app, ROOM, new Member(ANN, Member.Role.MEMBER, NOW)))
              .isTrue();
          look(tx, rooms, room);
          mark(tx);
          leave(tx, rooms);
        });
  }

  private void look(Tx tx, GroupStore rooms, Group room) {
    rooms.find(tx, app, ROOM);
    rooms.findForUpdate(tx, app, ROOM);
    rooms.hold(tx, app, ROOM);
    rooms.exists(tx, app, ROOM);
    rooms.member(tx, ROOM, ANN);
    rooms.members(tx, room, 0, 1_000);
    rooms.membersBesideOwner(tx, room, 1_000, true, null);
    rooms.membersBesideOwner(tx, room, 1_000, false, null);
    rooms.admins(tx, ROOM);
    rooms.list(tx, app, 100, null);
    rooms.joinedBy(tx, app, ANN, 0, 20);
    rooms.countJoined(tx, app, ANN);
    rooms.countForUpdate(tx, app);
    database.facts().inGroup(tx, app, ROOM, ANN, NOW);
    expectNoScan(tx);
  }

  private void mark(Tx tx) {
    GroupMarkStore marks = database.groupMarks();
    marks.put(tx, app, ROOM, Kind.MUTED, new Mark(ANN, NOW.plus(Duration.ofHours(1))));
    marks.end(tx, ROOM, Kind.MUTED, ANN);
    marks.list(tx, ROOM, Kind.MUTED, NOW, 1_000);
    marks.removeEnded(tx, ROOM, NOW);
    database.roomStores().tags().set(tx, app, ROOM, ANN, Map.of("vip", NOW));
    database.roomStores().tags().of(tx, ROOM, ANN);
    database.roomStores().tags().mute(tx, ROOM, "vip", NOW);
    database.roomStores().tags().muted(tx, ROOM, NOW, 1_000);
    expectNoScan(tx);
  }

  private void leave(Tx tx, GroupStore rooms) {
    database.groupMarks().remove(tx, ROOM, Kind.MUTED, ANN);
    database.roomStores().tags().remove(tx, ROOM, ANN);
    database.roomStores().attributes().removeOf(tx, ROOM, ANN);
    database.roomStores().absences().gone(tx, app, ANN, NOW);
    database.roomStores().absences().since(tx, NOW, 100);
    database.roomStores().absences().isGone(tx, ROOM, ANN, NOW);
    database.roomStores().absences().back(tx, app, ANN);
    rooms.removeMember(tx, ROOM, ANN);
    expectNoScan(tx);
  }

  private void expectNoScan(Tx tx) {
    Sql sql = JdbcSnapshot.sql(tx);
    Set<String> fresh = statements(sql);
    fresh.removeAll(before);
    assertThat(fresh).isNotEmpty();
    for (String statement : fresh) {
      assertThat(scans(sql, statement)).as(statement).isEmpty();
    }
    before.addAll(statements(sql));
  }

  /// What was asked so far. On PostgreSQL several statements travel as one.
  private static Set<String> statements(Sql sql) {
    return sql.prepared().stream()
        .flatMap(text -> Stream.of(text.split(";", -1)))
        .filter(text -> text.matches("(?s)(SELECT|INSERT|UPDATE|DELETE).*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void a_statement_that_reads_a_whole_table_would_be_seen() {
    run(
        tx ->
            assertThat(
                    scans(JdbcSnapshot.sql(tx), "SELECT name FROM group_members WHERE joined = ?"))
                .hasSize(1));
  }

  private List<String> scans(Sql sql, String statement) {
    return kind == TestDatabase.POSTGRESQL ? postgresql(sql, statement) : sqlite(sql, statement);
  }

  private static List<String> sqlite(Sql sql, String statement) {
    int parameters = (int) statement.chars().filter(c -> c == '?').count();
    return sql
        .list(
            "EXPLAIN QUERY PLAN " + statement, row -> row.text(4), new @Nullable Object[parameters])
        .stream()
        .filter(step -> step.startsWith("SCAN ") && !step.equals("SCAN CONSTANT ROW"))
        .toList();
  }

  /// Tables are small here, so a scan is forbidden where an index would do.
  private static List<String> postgresql(Sql sql, String statement) {
    StringBuilder numbered = new StringBuilder();
    int parameters = 0;
    for (int i = 0; i < statement.length(); i++) {
      char c = statement.charAt(i);
      numbered.append(c == '?' ? "$" + ++parameters : String.valueOf(c));
    }
    sql.update("SET LOCAL enable_seqscan = off");
    sql.update("SET LOCAL plan_cache_mode = force_generic_plan");
    sql.update("PREPARE asked AS " + numbered);
    String values = "NULL, ".repeat(parameters).replaceFirst(", $", "");
    String plan =
        sql.one(
                "EXPLAIN (FORMAT JSON) EXECUTE asked" + (parameters == 0 ? "" : "(" + values + ")"),
                row -> row.text(1))
            .orElseThrow();
    sql.update("DEALLOCATE asked");
    List<String> found = new ArrayList<>();
    scans(JsonMapper.shared().readTree(plan).get(0).get("Plan"), found);
    return found;
  }

  private static void scans(JsonNode node, List<String> found) {
    String type = node.path("Node Type").asString();
    boolean whole =
        type.equals("Seq Scan")
            || (type.startsWith("Index") && !node.has("Index Cond"))
            || (type.equals("Bitmap Index Scan") && !node.has("Index Cond"));
    if (whole) {
      found.add(type + " on " + node.path("Relation Name").asString());
    }
    node.path("Plans").forEach(inner -> scans(inner, found));
  }
}
