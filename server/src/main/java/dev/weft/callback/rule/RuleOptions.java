package dev.weft.callback.rule;

/// Small differences of the body a rule can ask for (callback contract, section 1.2).
///
/// @param securityFields false leaves `callId`, `security` and `securityVersion` out of notify
///   callbacks, as the vendor's two source documents show them (D5)
/// @param copyMeta true copies `last_message.payload.meta` to `last_message.meta` too, where the
///   vendor's tables put it (D2)
public record RuleOptions(boolean securityFields, boolean copyMeta) {

  public static final RuleOptions DEFAULT = new RuleOptions(true, false);
}
