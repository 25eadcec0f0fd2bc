package dev.weft.pull;

import dev.weft.delivery.RuleId;
import java.util.Optional;

/// Tells what is to be known of a rule to fetch its callbacks.
public interface PulledRules {

  /// The rule as it is now; empty when it was deleted.
  Optional<PulledRule> pulled(RuleId rule);
}
