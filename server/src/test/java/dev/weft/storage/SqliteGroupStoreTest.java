package dev.weft.storage;

import dev.weft.app.AppStore;
import dev.weft.chat.GroupStore;
import dev.weft.chat.ThreadStore;
import dev.weft.tx.Transactions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteGroupStoreTest extends GroupStoreContract {

  @TempDir Path folder;

  private SqliteTransactions transactions;

  @BeforeEach
  @Override
  void makeApps() {
    transactions = new SqliteTransactions(folder.resolve("weft.db"));
    super.makeApps();
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
  AppStore apps() {
    return new SqliteAppStore();
  }

  @Override
  ThreadStore threads() {
    return new SqliteThreadStore();
  }

  @Override
  GroupStore groups() {
    return new SqliteGroupStore();
  }
}
