package dev.weft.sync;

import dev.weft.app.App;

/// How clients want to get what they fetch back: the gateway knows.
public interface HistoryFormat {

  /// A message as a client reads it from history: one frame of the vendor's protocol.
  byte[] encoded(App app, RoamingHistory.Item item);
}
