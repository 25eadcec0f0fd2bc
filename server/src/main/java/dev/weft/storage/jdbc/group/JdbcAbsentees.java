package dev.weft.storage.jdbc.group;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Recipient;
import dev.weft.chat.client.Absentees;
import dev.weft.storage.jdbc.JdbcGroupMarkStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import java.util.List;

/// Absentees over JDBC: members without a device that has a session.
public final class JdbcAbsentees implements Absentees {

  private static final String WITHOUT_SESSION =
      " AND m.name <> ? AND NOT EXISTS (SELECT 1 FROM devices d WHERE d.app = m.app"
          + " AND d.name = m.name AND d.node IS NOT NULL)"
          + " AND (NOT EXISTS (SELECT 1 FROM message_readers r WHERE r.message = ?)"
          + " OR EXISTS (SELECT 1 FROM message_readers r WHERE r.message = ? AND r.name = m.name))"
          + " ORDER BY m.name";

  @Override
  public List<UserId> of(Snapshot snapshot, Message message) {
    AppId app = message.app();
    String sender = UserId.of(message.from().value()).value();
    return switch (message.to()) {
      case Recipient.ToUser(var user) ->
          names(
              snapshot,
              "SELECT m.name FROM users m WHERE m.app = ? AND m.name = ?",
              app.value(),
              UserId.of(user.value()).value(),
              sender,
              message.id());
      case Recipient.ToGroup(var group) ->
          names(
              snapshot,
              "SELECT m.name FROM group_members m WHERE m.app = ? AND m.group_id = ? AND "
                  + JdbcGroupMarkStore.HIDDEN_UNTIL
                  + " < "
                  + JdbcGroupMarkStore.STILL_HIDDEN,
              app.value(),
              group.value(),
              sender,
              message.id());
      // Nobody gets what is sent to a room later.
      case Recipient.ToRoom _ -> List.of();
      case Recipient.ToThread in ->
          names(
              snapshot,
              "SELECT m.name FROM thread_members m WHERE m.app = ? AND m.thread = ?",
              app.value(),
              in.thread().value(),
              sender,
              message.id());
    };
  }

  private static List<UserId> names(
      Snapshot snapshot, String members, long app, Object which, String sender, MessageId message) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            members + WITHOUT_SESSION,
            row -> new UserId(row.text(1)),
            app,
            which,
            sender,
            message.value(),
            message.value());
  }
}
