package dev.weft.chat.room;

import dev.weft.chat.client.ClientEvent;
import dev.weft.chat.client.ClientEvent.ContactChanged;
import dev.weft.chat.client.ClientEvent.KeywordsFound;
import dev.weft.chat.client.ClientEvent.MessageRead;
import dev.weft.chat.client.ClientEvent.SessionChanged;
import dev.weft.chat.client.ClientListener;
import dev.weft.tx.Tx;

/// Notes since when members of chat rooms are offline, in the unit of work in which their sessions
/// begin and end. Who was let in by the app's server and has never connected is not offline, as at
/// the vendor.
public final class RoomAbsences implements ClientListener {

  private final RoomAbsenceStore store;

  public RoomAbsences(RoomAbsenceStore store) {
    this.store = store;
  }

  @Override
  public void on(Tx tx, ClientEvent event) {
    switch (event) {
      case SessionChanged session -> on(tx, session);
      case ContactChanged _, MessageRead _, KeywordsFound _ -> {}
    }
  }

  private void on(Tx tx, SessionChanged event) {
    switch (event.change()) {
      case LOGIN -> store.back(tx, event.app().id(), event.user());
      case LOGOUT, REPLACED -> store.gone(tx, event.app().id(), event.user(), event.at());
    }
  }
}
