package dev.weft.chat.message;

import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import java.time.Instant;
import java.util.List;

/// One reaction to a message, with those who have given it.
///
/// @param id the same for everybody who gives this reaction to this message
/// @param text the reaction itself, mostly one emoji
/// @param count how many users have given it
/// @param own whether the reader is among them
/// @param users the first of them
/// @param created when the first of them gave it
public record Reaction(
    long id,
    MessageId message,
    String text,
    int count,
    boolean own,
    List<UserId> users,
    Instant created) {

  /// The longest reaction, in characters.
  public static final int MAX_LENGTH = 128;
}
