package dev.weft.sync;

import dev.weft.chat.timeline.Conversation;

/// A conversation that a device receives.
///
/// @param from everything after this position is for the device
/// @param head the last position there is
public record Followed(Conversation conversation, long from, long head) {

  /// Whether the device is missing something.
  public boolean isBehind() {
    return from < head;
  }
}
