package dev.weft.storage.jdbc.delivery;

import dev.weft.app.AppId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Ids;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
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
  private static final int MAX_LOOKS = 20;

  private static final String ENTRIES =
      "SELECT position, coalesce(message, position) FROM timeline WHERE conversation = ?"
          + " AND kind <= 2 AND position <= ? ORDER BY position DESC LIMIT ?";

  private record Line(long position, long message) {}

  /// What to look at for a conversation; null if its messages do not lead to its callbacks, because
  /// it is no group or thread, or because very many of its newest messages caused none.
  ///
  /// @param app null to look in all of them, which finds no id that an app has chosen
  /// @param before the page looks at deliveries below this id; null for the newest
  static @Nullable ConversationCallbacks of(
      Sql sql, @Nullable Long app, String conversation, @Nullable Long before) {
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
      if (lines.isEmpty() && i == 0) {
        return null;
      }
      @Nullable Long bottom = bottom(sql, lines, before);
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
  private static @Nullable Long bottom(Sql sql, List<Line> lines, @Nullable Long before) {
    if (lines.size() < ENTRIES_PER_PAGE) {
      return 1L;
    }
    int reserve = ENTRIES_PER_PAGE * 9 / 10;
    for (int i = 0; i < lines.size(); i++) {
      // From the reserve on to the oldest, then from the reserve back to the newest.
      Line line = lines.get(i < lines.size() - reserve ? reserve + i : lines.size() - 1 - i);
      @Nullable Long first = line.position() == line.message() ? firstCallback(sql, line) : null;
      if (first != null && (before == null || first < before)) {
        return first;
      }
    }
    return null;
  }

  private static @Nullable Long firstCallback(Sql sql, Line line) {
    return sql
        .list(
            "SELECT id FROM deliveries WHERE subject = ? ORDER BY id LIMIT 1",
            row -> row.number(1),
            Long.toString(line.message()))
        .stream()
        .findFirst()
        .orElse(null);
  }
}
