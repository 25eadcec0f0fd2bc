package dev.weft.storage;

import dev.weft.delivery.DeliveryLog;
import dev.weft.delivery.DeliveryStore;
import dev.weft.delivery.ExceptionStore;
import dev.weft.delivery.JobStore;
import dev.weft.tx.Transactions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteReplayStoreTest extends ReplayStoreContract {

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
  ExceptionStore exceptions() {
    return new SqliteExceptionStore();
  }

  @Override
  JobStore jobs() {
    return new SqliteJobStore();
  }

  @Override
  DeliveryLog log() {
    return new SqliteDeliveryLog();
  }
}
