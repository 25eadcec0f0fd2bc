package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// A message was recalled.
public record RecallCallback(
    Envelope envelope,
    MessageId recalled,
    @Nullable UserId operator,
    String to,
    @Nullable GroupId groupId)
    implements Callback {

  static @Nullable RecallCallback read(Envelope envelope) {
    Field field = new Field(envelope.body());
    MessageId outer = field.messageId("recall_id");
    MessageId recalled =
        outer != null
            ? outer
            : new Field(envelope.body().get("payload")).messageId("ack_message_id");
    return recalled == null
        ? null
        : new RecallCallback(
            envelope,
            recalled,
            envelope.from(),
            envelope.body().get("to").text(""),
            field.map("group_id", GroupId::new));
  }
}
