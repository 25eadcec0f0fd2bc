package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// A whole conversation was read (`channel_ack`).
public record ConversationAckCallback(Envelope envelope, @Nullable UserId reader, String to)
    implements Callback {

  static ConversationAckCallback read(Envelope envelope) {
    return new ConversationAckCallback(
        envelope, envelope.from(), envelope.body().get("to").text(""));
  }
}
