package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.timeline.ResolvedEntry;
import java.util.List;

/// How clients want to get what they fetch back: the gateway knows.
public interface HistoryFormat {

  /// A message as a client reads it from history: one frame of the vendor's protocol.
  byte[] encoded(App app, RoamingHistory.Item item);

  /// Whether a message was sent to this user too, and not to some others of the conversation alone.
  boolean mayRead(ResolvedEntry resolved, UserId user);

  /// The only users whom a message was sent to, by what a device or the app's server has said
  /// beside it; none for all.
  List<UserId> readers(byte[] extra);
}
