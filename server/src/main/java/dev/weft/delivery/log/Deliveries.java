package dev.weft.delivery.log;

import dev.weft.delivery.CallId;
import dev.weft.tx.Transactions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers what became of callbacks, for whoever asks from outside.
public final class Deliveries {

  private final Transactions transactions;
  private final DeliveryLog log;

  public Deliveries(Transactions transactions, DeliveryLog log) {
    this.transactions = transactions;
    this.log = log;
  }

  /// See [DeliveryLog#list].
  public DeliveryPage list(DeliveryFilter filter, @Nullable Long before, int limit) {
    return transactions.read(snapshot -> log.list(snapshot, filter, before, limit));
  }

  /// See [DeliveryLog#find].
  public List<DeliveryStory> find(long app, CallId callId) {
    return transactions.read(snapshot -> log.find(snapshot, app, callId));
  }
}
