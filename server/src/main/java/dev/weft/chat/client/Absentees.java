package dev.weft.chat.client;

import dev.weft.app.UserId;
import dev.weft.chat.Message;
import dev.weft.tx.Snapshot;
import java.util.List;

/// Knows who is to get a message and has no device that is logged in.
public interface Absentees {

  /// The receivers of a message who are offline, by name, without its sender.
  List<UserId> of(Snapshot snapshot, Message message);
}
