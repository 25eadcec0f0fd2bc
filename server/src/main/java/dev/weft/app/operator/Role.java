package dev.weft.app.operator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an operator may do. Each role may what the one before it may.
public enum Role {
  /// Looks.
  VIEWER,
  /// Changes rules, resends, chats by hand.
  OPERATOR,
  /// Makes apps and operators, and reads the audit log.
  ADMIN;

  /// Whether this role may what `needed` may.
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  /// The word for it in the API.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The role of a word; empty if there is none.
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
