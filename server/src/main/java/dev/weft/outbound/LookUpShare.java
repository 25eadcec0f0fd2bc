package dev.weft.outbound;

/// On whose account a name is looked up: names that hang must not keep others from being looked up.
///
/// @param group opaque here: an app
/// @param member one of the group: a rule
public record LookUpShare(long group, long member) {}
