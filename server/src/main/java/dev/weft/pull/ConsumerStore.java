package dev.weft.pull;

import dev.weft.delivery.RuleId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;

/// Where it is kept how far consumers have come.
public interface ConsumerStore {

  Optional<Consumer> find(Snapshot snapshot, RuleId rule, String name);

  /// As [#find], and nobody else changes it until the unit of work is over.
  Optional<Consumer> findForUpdate(Tx tx, RuleId rule, String name);

  /// The consumers of a rule by name. [Consumers#MAX_PER_RULE] bounds how many there are.
  List<Consumer> list(Snapshot snapshot, RuleId rule);

  /// Keeps `consumer` in place of what was known of it.
  void put(Tx tx, RuleId rule, Consumer consumer);

  /// Forgets a consumer; false if there is none.
  boolean delete(Tx tx, RuleId rule, String name);

  /// Forgets the consumers of a rule.
  void deleteAll(Tx tx, RuleId rule);
}
