package dev.weft.app.operator;

import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where operators, their sessions and the audit log are kept. Secrets come as hashes.
public interface OperatorStore {

  Optional<Operator> find(Snapshot snapshot, String name);

  /// All operators by name.
  List<Operator> all(Snapshot snapshot);

  void insert(Tx tx, Operator operator);

  void update(Tx tx, Operator operator);

  /// Deletes an operator, the sessions and the links.
  void delete(Tx tx, String name);

  /// What lets somebody in: a one-time link or a session.
  ///
  /// @param operator empty for a tenant
  /// @param tenant key of the one app that is shown; empty for an operator
  record Pass(String hash, String operator, String tenant, Instant expires) {}

  void addLink(Tx tx, Pass link);

  /// Takes a link away; empty if it is not there any more.
  Optional<Pass> takeLink(Tx tx, String hash);

  void addSession(Tx tx, Pass session);

  Optional<Pass> session(Snapshot snapshot, String hash);

  void deleteSession(Tx tx, String hash);

  /// Ends every session of an operator.
  void deleteSessions(Tx tx, String operator);

  /// Sessions that hold at `now`, by operator.
  Map<String, Integer> sessions(Snapshot snapshot, Instant now);

  /// Forgets links and sessions that were over at `now`.
  void deleteExpired(Tx tx, Instant now);

  void audit(Tx tx, AuditEntry entry);

  /// What was done, newest first.
  ///
  /// @param operator null for everybody
  /// @param before only entries of a smaller id
  List<AuditEntry> audit(Snapshot snapshot, @Nullable String operator, long before, int limit);

  /// Forgets what was done before `time`.
  void deleteAudit(Tx tx, Instant time);
}
