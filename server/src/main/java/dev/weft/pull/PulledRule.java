package dev.weft.pull;

import dev.weft.delivery.RuleId;
import dev.weft.delivery.Signer;

/// A rule whose callbacks are fetched, as it is now.
///
/// @param pullOnly true if its callbacks are never sent, only offered
public record PulledRule(RuleId id, boolean pullOnly, Signer signer) {}
