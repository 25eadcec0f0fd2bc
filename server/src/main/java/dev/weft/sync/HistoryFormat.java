package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.timeline.Told;

/// How clients want to get what they fetch back: the gateway knows.
public interface HistoryFormat {

  /// A message as a client reads it from history: one frame of the vendor's protocol.
  byte[] encoded(App app, RoamingHistory.Item item);

  /// Whether a message was sent to this user too, and not to some others of the conversation alone.
  boolean mayRead(Told told, UserId user);
}
