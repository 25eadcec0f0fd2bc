package dev.weft.chat.room;

import dev.weft.chat.group.GroupChange;
import java.util.Optional;

/// Changes of rooms that tests make.
final class Changes {

  private Changes() {}

  static GroupChange maxUsers(int users) {
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
