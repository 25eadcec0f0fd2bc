package dev.weft.chat;

import dev.weft.tx.Tx;

/// Is notified of what happens, inside the transaction that makes it true: what a listener writes
/// with `tx` is durable exactly when the event is. A listener that throws undoes the event.
public interface ChatListener {
  void on(Tx tx, ChatEvent event);
}
