package dev.weft.web.vendor;

import dev.weft.chat.MessageId;

/// Message ids as clients write them.
public final class MessageIds {

  /// An id that no message has.
  private static final MessageId NONE = new MessageId(-1);

  private MessageIds() {}

  static boolean isNumber(String text) {
    return text.matches("[0-9]{1,19}");
  }

  /// The id; one that cannot be an id becomes one that is never found.
  public static MessageId parse(String text) {
    if (!isNumber(text)) {
      return NONE;
    }
    try {
      return new MessageId(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return NONE;
    }
  }
}
