package dev.weft.callback;

import dev.weft.delivery.RuleId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;

/// Where rules are kept.
public interface RuleStore {

  List<CallbackRule> all(Snapshot snapshot);

  /// Keeps a new rule and gives it its number; the `id` of `rule` is ignored.
  CallbackRule insert(Tx tx, CallbackRule rule);

  void update(Tx tx, CallbackRule rule);

  void delete(Tx tx, RuleId rule);
}
