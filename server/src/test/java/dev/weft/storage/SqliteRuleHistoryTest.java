package dev.weft.storage;

import dev.weft.callback.RuleHistory;
import dev.weft.tx.Transactions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteRuleHistoryTest extends RuleHistoryContract {

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
  RuleHistory history() {
    return new SqliteRuleHistory();
  }
}
