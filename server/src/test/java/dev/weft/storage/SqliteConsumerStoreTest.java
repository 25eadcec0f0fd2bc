package dev.weft.storage;

import dev.weft.pull.ConsumerStore;
import dev.weft.tx.Transactions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteConsumerStoreTest extends ConsumerStoreContract {

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
  ConsumerStore consumers() {
    return new SqliteConsumerStore();
  }
}
