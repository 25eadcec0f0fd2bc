package dev.weft.app.operator;

import dev.weft.tx.Transactions;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Audit log: what operators did, kept for [Operators#AUDIT_LIFE].
public final class AuditLog {

  /// Characters of a detail that are kept.
  private static final int MAX_DETAIL = 500;

  private final Transactions transactions;
  private final OperatorStore store;
  private final Clock clock;

  public AuditLog(Transactions transactions, OperatorStore store, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.clock = clock;
  }

  /// Keeps what was done.
  public void add(
      String operator, String action, String app, String detail, String address, int status) {
    AuditEntry entry =
        new AuditEntry(0, clock.instant(), operator, action, app, cut(detail), address, status);
    transactions.run(tx -> store.audit(tx, entry));
  }

  private static String cut(String detail) {
    return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL);
  }

  /// What was done, newest first.
  ///
  /// @param operator who did it; null for everybody
  /// @param before only entries with a smaller id
  public List<AuditEntry> list(@Nullable String operator, long before, int limit) {
    return transactions.read(snapshot -> store.audit(snapshot, operator, before, limit));
  }
}
