package dev.weft.receiver;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reactions to messages changed.
public record ReactionCallback(Envelope envelope, List<MessageReactions> messages)
    implements Callback {

  /// All reactions a message has now.
  public record MessageReactions(
      MessageId messageId,
      @Nullable UserId from,
      String to,
      @Nullable Instant timestamp,
      List<Reaction> reactions) {}

  /// One kind of reaction to a message.
  ///
  /// @param operations what was just done to this reaction; empty if it was another one's turn
  public record Reaction(
      String reaction, long count, List<UserId> users, List<Operation> operations) {}

  /// Something done to a reaction.
  ///
  /// @param type `create` or `delete`
  public record Operation(String type, UserId operator) {}

  static ReactionCallback read(Envelope envelope, Json data) {
    AppKey appKey = envelope.appKey();
    return new ReactionCallback(
        envelope, data.elements().stream().map(message -> message(message, appKey)).toList());
  }

  private static MessageReactions message(Json message, @Nullable AppKey appKey) {
    Field field = new Field(message);
    return new MessageReactions(
        new MessageId(message.get("messageId").text("")),
        field.map("from", text -> UserId.bare(text, appKey)),
        message.get("to").text(""),
        field.instant("ts"),
        message.get("reactions").elements().stream()
            .map(reaction -> reaction(reaction, appKey))
            .toList());
  }

  private static Reaction reaction(Json reaction, @Nullable AppKey appKey) {
    return new Reaction(
        reaction.get("reaction").text(""),
        reaction.get("count").integer().orElse(0),
        new Field(reaction).users("userList", appKey),
        reaction.get("op").elements().stream()
            .map(
                op ->
                    new Operation(
                        op.get("reactionType").text(""),
                        UserId.bare(op.get("operator").text(""), appKey)))
            .toList());
  }
}
