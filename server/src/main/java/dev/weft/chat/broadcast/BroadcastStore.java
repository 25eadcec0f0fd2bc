package dev.weft.chat.broadcast;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;

/// Where broadcasts are kept that are not sent to all yet.
public interface BroadcastStore {

  void insert(Tx tx, Broadcast broadcast);

  /// The oldest one.
  Optional<Broadcast> oldest(Snapshot snapshot);

  /// A broadcast, to be sent on in this unit of work: nobody else does until that is over.
  Optional<Broadcast> findForUpdate(Tx tx, MessageId id);

  /// Keeps how far it has come.
  void advance(Tx tx, MessageId id, String cursor);

  /// It has been sent to all.
  void delete(Tx tx, MessageId id);

  /// Users of an app who have a session, by name, after one of them; null for the first.
  List<UserId> online(Snapshot snapshot, AppId app, String after, int limit);
}
