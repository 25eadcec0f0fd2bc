package dev.weft.callback.moderation;

import dev.weft.chat.Ids;
import dev.weft.chat.client.ClientEvent.KeywordsFound;
import dev.weft.chat.client.ClientListener;
import dev.weft.chat.client.SendCheck.Draft;
import dev.weft.chat.moderation.ModeratedSends;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.util.List;

/// Tells of keywords in what clients wanted to send. The callback is durable before the client is
/// answered, and before the message itself is.
public final class KeywordAlerts implements ModeratedSends.Alerts {

  private final Transactions transactions;
  private final Ids ids;
  private final Clock clock;
  private final ClientListener listener;

  /// @param listener is told inside the transaction
  public KeywordAlerts(Transactions transactions, Ids ids, Clock clock, ClientListener listener) {
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
    this.listener = listener;
  }

  @Override
  public void found(Draft draft, List<String> words, boolean replaced) {
    KeywordsFound event =
        new KeywordsFound(
            draft.app(),
            draft.from(),
            draft.to(),
            draft.place(),
            replaced,
            words,
            ids.nextMessage().value(),
            clock.instant());
    transactions.run(tx -> listener.on(tx, event));
  }
}
