package dev.weft.chat;

import dev.weft.tx.Tx;

/// Is told of reactions, inside the transaction in which they are given or taken back.
public interface ReactionListener {

  void on(Tx tx, ReactionChange change);
}
