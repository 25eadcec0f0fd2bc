package dev.weft.callback.rule;

import dev.weft.chat.MessageType;
import dev.weft.chat.Source;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which events of its kinds a rule wants (callback contract, section 4.2). An empty set wants all.
///
/// @param from senders or operators, in lower case
/// @param to receivers of single chats, in lower case
/// @param groups ids of groups or threads; a thread also matches by its group
/// @param extKeys keys of which the message's extension must have one
/// @param types message types
/// @param source where the operation came from; null for anywhere
/// @param envs environments of messages, `default` for those of none and for other events
public record RuleFilter(
    Set<String> from,
    Set<String> to,
    Set<String> groups,
    Set<String> extKeys,
    Set<MessageType> types,
    @Nullable Source source,
    Set<String> envs) {

  /// Wants everything.
  public static final RuleFilter NONE =
      new RuleFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), null);

  /// One that takes every environment.
  public RuleFilter(
      Set<String> from,
      Set<String> to,
      Set<String> groups,
      Set<String> extKeys,
      Set<MessageType> types,
      @Nullable Source source) {
    this(from, to, groups, extKeys, types, source, Set.of());
  }

  public RuleFilter {
    from = Set.copyOf(from);
    to = Set.copyOf(to);
    groups = Set.copyOf(groups);
    extKeys = Set.copyOf(extKeys);
    types = Set.copyOf(types);
    envs = Set.copyOf(envs);
  }
}
