package dev.weft.chat.group;

import java.util.Optional;

/// Changes of groups and rooms that tests make.
public final class GroupChanges {

  /// Changes nothing.
  static final GroupChange NOTHING =
      new GroupChange(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private GroupChanges() {}

  public static GroupChange maxUsers(int users) {
    return new GroupChange(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(users),
        Optional.empty());
  }
}
