package dev.weft.callback.rule;

import dev.weft.app.AppId;
import dev.weft.delivery.RuleId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;

/// Where rules are kept.
public interface RuleStore {

  List<CallbackRule> all(Snapshot snapshot);

  Optional<CallbackRule> find(Snapshot snapshot, AppId app, String name);

  /// How many rules an app has.
  int count(Snapshot snapshot, AppId app);

  /// Counts the changes of all rules.
  long version(Snapshot snapshot);

  /// To be called before anything is read that a change depends on: whoever else changes a rule
  /// waits until this unit of work is over. Answers the version that it makes.
  long beginChange(Tx tx);

  /// Keeps a new rule and gives it its number; the `id` of `rule` is ignored.
  CallbackRule insert(Tx tx, CallbackRule rule);

  void update(Tx tx, CallbackRule rule);

  void delete(Tx tx, RuleId rule);
}
