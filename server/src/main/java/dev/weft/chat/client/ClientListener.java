package dev.weft.chat.client;

import dev.weft.tx.Tx;

/// Hears of what clients do, inside the unit of work in which they do it.
public interface ClientListener {

  void on(Tx tx, ClientEvent event);
}
