package dev.weft.sync.receipt;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.chat.Page;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where it is kept who has read a message of a group.
public interface GroupAckStore {

  /// False if it is known already.
  boolean add(Tx tx, AppId app, MessageId message, UserId reader, Instant at);

  /// How many have read a message.
  int count(Snapshot snapshot, MessageId message);

  /// Who has read a message, by name; `after` is [Page#next] of the page before.
  Page<UserId> readers(Snapshot snapshot, MessageId message, int limit, @Nullable String after);

  /// Deletes at most `limit` receipts from before `before`. Answers how many.
  int sweep(Tx tx, Instant before, int limit);
}
