package dev.weft.sync;

import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Recipient;
import dev.weft.chat.message.ReaderStore;
import dev.weft.tx.Tx;
import java.util.ArrayList;
import java.util.List;

/// Keeps who may see a message that is sent to some members of a group alone, in the transaction in
/// which it is sent: before anybody is told of it.
public final class DirectedMessages implements ChatListener {

  private final ReaderStore readers;
  private final HistoryFormat format;

  public DirectedMessages(ReaderStore readers, HistoryFormat format) {
    this.readers = readers;
    this.format = format;
  }

  @Override
  public void on(Tx tx, ChatEvent event) {
    if (!(event instanceof MessageSent sent) || sent.origin().extra() == null) {
      return;
    }
    List<UserId> named = new ArrayList<>(format.readers(sent.origin().extra()));
    if (named.isEmpty()) {
      return;
    }
    named.add(sent.message().from());
    switch (sent.message().to()) {
      case Recipient.ToGroup _, Recipient.ToThread _ ->
          readers.limit(tx, sent.message().id(), named);
      // Who is not meant by a message of a room gets nothing, and there is no list of rooms.
      case Recipient.ToRoom _, Recipient.ToUser _ -> {}
    }
  }
}
