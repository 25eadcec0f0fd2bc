package dev.weft.delivery.redrive;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.ExpiredCallback;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.engine.DeliveryStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;

/// Keeps which callbacks are in exception storage. Their bodies stay where they are, with the
/// [DeliveryStore].
public interface ExceptionStore {

  /// Puts a delivery in that is stored.
  void add(Tx tx, Delivery delivery, DateKey dateKey, Instant stored);

  /// What was once given up has been delivered after all: the delivery says so from now on, and it
  /// leaves the storage if it is there.
  void delivered(Tx tx, long delivery);

  /// A resend has failed: it stays for one more round, in nobody's hand.
  void failedAgain(Tx tx, long delivery);

  /// Its rule is gone: it leaves the storage as discarded.
  void discard(Tx tx, long delivery);

  /// Lets go of everything that a job has in hand.
  void release(Tx tx, long job);

  /// What an app has there, oldest first.
  List<StoredDateKey> dateKeys(Snapshot snapshot, long app);

  /// The rules of what an app has under one key.
  List<RuleId> rules(Snapshot snapshot, long app, DateKey dateKey);

  /// All that is there, over all apps. Counts: for an occasional look.
  long size(Snapshot snapshot);

  /// Takes out what was stored before `moment` and is in the hand of no running job, as expired: at
  /// most `limit`, oldest first.
  List<ExpiredCallback> expire(Tx tx, Instant moment, int limit);
}
