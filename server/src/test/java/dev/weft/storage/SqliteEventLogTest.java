package dev.weft.storage;

import dev.weft.delivery.DeliveryStore;
import dev.weft.pull.EventLog;
import dev.weft.tx.Transactions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventLogTest extends EventLogContract {

  @TempDir Path folder;

  private SqliteTransactions transactions;

  @BeforeEach
  void open() {
    transactions = new SqliteTransactions(folder.resolve("weft.db"));
  }

  @AfterEach
  void close() {
    transactions.close();
  }

  @Override
  Transactions transactions() {
    return transactions;
  }

  @Override
  DeliveryStore deliveries() {
    return new SqliteDeliveryStore();
  }

  @Override
  EventLog log() {
    return new SqliteEventLog();
  }
}
