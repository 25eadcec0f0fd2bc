package dev.weft.callback.rule;

import dev.weft.app.AppId;
import dev.weft.delivery.RuleId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where it is kept what rules were, so that matching can be repeated when somebody asks. Written
/// when a rule changes, never when a callback is made.
public interface RuleHistory {

  /// From `rule.modified()` on the rule is so; what it was before has ended.
  void began(Tx tx, CallbackRule rule);

  /// The rule was deleted.
  void ended(Tx tx, RuleId rule, Instant at);

  /// The rules of an app as they were at a moment, in the order of their numbers.
  ///
  /// @param after goes on after this rule; number 0 begins
  List<RuleVersion> at(Snapshot snapshot, AppId app, Instant moment, RuleId after, int limit);

  /// A rule as it was for a time, as JSON without its secrets.
  ///
  /// @param until null if it still is so
  record Edition(Instant since, @Nullable Instant until, String document) {}

  /// How a rule was, newest first.
  List<Edition> editions(Snapshot snapshot, RuleId rule, int limit);

  /// Forgets at most `limit` versions that had ended before `cutoff` and answers how many.
  int forget(Tx tx, Instant cutoff, int limit);
}
