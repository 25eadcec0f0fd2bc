package dev.weft.storage;

import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Outbox;
import dev.weft.tx.Tx;

/// The outbox in SQLite.
public final class SqliteOutbox implements Outbox {

  @Override
  public void add(Tx tx, NewDelivery delivery) {
    JdbcSnapshot.sql(tx)
        .update(
            "INSERT INTO deliveries (app, rule, conversation, partition, call_id, operation,"
                + " sequence, subject, body, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            delivery.app(),
            delivery.lane().rule().value(),
            delivery.lane().conversation(),
            delivery.lane().partition(),
            delivery.callId().value(),
            delivery.operation(),
            delivery.sequence(),
            delivery.subject(),
            delivery.body().utf8(),
            delivery.created());
  }
}
