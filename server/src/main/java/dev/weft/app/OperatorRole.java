package dev.weft.app;

import java.util.Locale;
import java.util.Optional;

/// What an operator may do, from little to much: each role may do what the ones before it may.
public enum OperatorRole {
  /// Looks.
  VIEWER,

  /// Also changes rules, resends, chats by hand.
  OPERATOR,

  /// Also makes apps and operators, and reads the audit log.
  ADMIN;

  /// Whether who has this role may do what `needed` may.
  public boolean covers(OperatorRole needed) {
    return compareTo(needed) >= 0;
  }

  /// The role in lower case, as the command line, JSON and the store write it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The role that is called so.
  public static Optional<OperatorRole> of(String word) {
    for (OperatorRole role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
