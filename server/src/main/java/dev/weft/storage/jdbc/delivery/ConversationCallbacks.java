package dev.weft.storage.jdbc.delivery;

import dev.weft.app.AppId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Ids;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Join by subject: the callbacks of a group or thread are those about it and about its messages,
/// which its timeline names. An index on the conversation of a delivery would be a second random
/// page to write for each callback.
///
/// @param subjects ids of the messages that one page looks at, and of the conversation
/// @param bottom the page looks at deliveries from this id on; 1 if the page reaches the beginning
record ConversationCallbacks(Set<String> subjects, long bottom) {

  /// Entries of the timeline that one page looks at. A callback that came later than so many
  /// entries after its message, a replay or a reaction, is found by the id of the message.
  static final int ENTRIES_PER_PAGE = 1_000;

  /// The time of a callback and the id of its message come from one clock, but not at once.
  private static final Duration SLACK = Duration.ofSeconds(1);

  /// Rounds of entries without a callback that are passed over.
  private static final int MAX_LOOKS = 3;

  private static final String ENTRIES =
      "SELECT position, coalesce(message, position) FROM timeline WHERE conversation = ?"
          + " AND kind <= 2 AND position <= ? ORDER BY position DESC LIMIT ?";

  /// Messages that are asked for first, because nearly always one of them has a callback.
  private static final int FIRST_LOOK = 8;

  private record Line(long position, long message) {}

  private record First(String subject, long id) {}

  /// What to look at for a conversation; null if its messages do not lead to its callbacks, because
  /// it is no group or thread, or because very many of its newest messages caused none. A number
  /// without a message is answered by the callbacks about it alone: messages stay in a timeline for
  /// ever, so that there can be no others.
  ///
  /// @param app null to look in all of them, which finds no id that an app has chosen
  /// @param before the page looks at deliveries below this id; null for the newest
  /// @param firstOfEach a query for the first delivery about each subject of a JSON array, its one
  ///   parameter: subject and id, of those that have one
  static @Nullable ConversationCallbacks of(
      Sql sql, @Nullable Long app, String conversation, @Nullable Long before, String firstOfEach) {
    Optional<Long> key =
        app == null
            ? Ids.parse(conversation)
            : ConversationId.parse(new AppId(app), conversation).map(ConversationId::value);
    if (key.isEmpty()) {
      return null;
    }
    long position = before == null ? Long.MAX_VALUE : newestBefore(sql, before);
    for (int i = 0; i < MAX_LOOKS; i++) {
      List<Line> lines =
          sql.list(ENTRIES, ConversationCallbacks::line, key.get(), position, ENTRIES_PER_PAGE);
      if (lines.isEmpty()) {
        return new ConversationCallbacks(Set.of(conversation), 1);
      }
      @Nullable Long bottom = bottom(sql, lines, before, firstOfEach);
      if (bottom != null) {
        return new ConversationCallbacks(subjects(conversation, lines), bottom);
      }
      position = lines.getLast().position() - 1;
    }
    return null;
  }

  private static Set<String> subjects(String conversation, List<Line> lines) {
    Set<String> subjects = new LinkedHashSet<>();
    lines.forEach(line -> subjects.add(Long.toString(line.message())));
    subjects.add(conversation);
    return subjects;
  }

  /// The subjects as a JSON array, the one form of a list that both databases read.
  String json() {
    return json(subjects);
  }

  private static String json(Collection<String> subjects) {
    return "[\"" + String.join("\",\"", subjects) + "\"]";
  }

  private static Line line(Row row) throws SQLException {
    return new Line(row.number(1), row.number(2));
  }

  private static long newestBefore(Sql sql, long before) {
    return sql.one(
            "SELECT created FROM deliveries WHERE id <= ? ORDER BY id DESC LIMIT 1",
            row -> Ids.firstAt(row.time(1).plus(SLACK)).value(),
            before)
        .orElse(Long.MAX_VALUE);
  }

  /// Where the next page begins: the first callback of a message near the end of this one. Those
  /// behind it are a reserve for callbacks that are not in the order of their messages. Null if
  /// none of the messages has a callback below `before`.
  private static @Nullable Long bottom(
      Sql sql, List<Line> lines, @Nullable Long before, String firstOfEach) {
    if (lines.size() < ENTRIES_PER_PAGE) {
      return 1L;
    }
    int reserve = ENTRIES_PER_PAGE * 9 / 10;
    // From the reserve on to the oldest, then from the reserve back to the newest.
    List<Line> order = new ArrayList<>(lines.subList(lines.size() - reserve, lines.size()));
    order.addAll(lines.subList(0, lines.size() - reserve).reversed());
    List<String> messages =
        order.stream()
            .filter(line -> line.position() == line.message())
            .map(line -> Long.toString(line.message()))
            .toList();
    int few = Math.min(FIRST_LOOK, messages.size());
    @Nullable Long first = first(sql, messages.subList(0, few), before, firstOfEach);
    return first != null
        ? first
        : first(sql, messages.subList(few, messages.size()), before, firstOfEach);
  }

  /// The first callback of the first message that has one below `before`.
  private static @Nullable Long first(
      Sql sql, List<String> messages, @Nullable Long before, String firstOfEach) {
    Map<String, Long> firsts = new HashMap<>();
    sql.list(firstOfEach, row -> new First(row.text(1), row.number(2)), json(messages))
        .forEach(one -> firsts.put(one.subject(), one.id()));
    return messages.stream()
        .map(firsts::get)
        .filter(id -> id != null && (before == null || id < before))
        .findFirst()
        .orElse(null);
  }
}
