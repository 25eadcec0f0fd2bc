package dev.weft.delivery;

import java.util.Optional;

/// Tells what a rule's callbacks are to be done with, as the rule is now.
public interface Endpoints {

  /// Where and how to deliver; empty when the rule was deleted.
  Optional<Endpoint> find(RuleId rule);
}
