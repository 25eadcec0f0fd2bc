package dev.weft.delivery.redrive;

import dev.weft.delivery.CallId;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.log.DeliveryFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which callbacks a job sends once more. Whatever it says, neither replays nor tests are ever
/// selected, nor what is still on its way.
public sealed interface Selection {

  /// The most call ids that one selection may name.
  int MAX_CALLS = 100;

  /// The rule whose callbacks are selected; null for all.
  @Nullable RuleId rule();

  /// What is in exception storage under one key.
  record Stored(DateKey dateKey, @Nullable RuleId rule) implements Selection {}

  /// Deliveries that match.
  ///
  /// @param calls only these, if there are any; at most [#MAX_CALLS]
  record Matching(DeliveryFilter filter, List<CallId> calls) implements Selection {
    public Matching {
      calls = List.copyOf(calls);
    }

    @Override
    public @Nullable RuleId rule() {
      return filter.rule();
    }
  }
}
