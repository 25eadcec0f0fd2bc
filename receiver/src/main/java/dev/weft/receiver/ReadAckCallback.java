package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// A message was read.
///
/// @param to the user or the group the receipt goes to
public record ReadAckCallback(
    Envelope envelope, MessageId read, @Nullable UserId reader, String to, boolean group)
    implements Callback {

  static @Nullable ReadAckCallback read(Envelope envelope) {
    Json payload = envelope.body().get("payload");
    MessageId read = new Field(payload).messageId("ack_message_id");
    return read == null
        ? null
        : new ReadAckCallback(
            envelope,
            read,
            envelope.from(),
            envelope.body().get("to").text(""),
            payload.get("msg_config").get("allow_group_ack").isTrue());
  }
}
