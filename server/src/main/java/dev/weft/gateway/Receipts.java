package dev.weft.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.app.AppKey;
import dev.weft.app.UserId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.msync.BodyType;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Receipts: a message or conversation was read, or a message has arrived. A timeline keeps the
/// whole [Meta] of the client, with the sender filled in, so that fields of newer clients go
/// through.
final class Receipts {

  private Receipts() {}

  /// Whether the body is a receipt.
  static boolean isOne(int bodyType) {
    return bodyType == BodyType.READ_ACK
        || bodyType == BodyType.DELIVER_ACK
        || bodyType == BodyType.CHANNEL_ACK;
  }

  static Rendered render(AppKey app, Conversation conversation, Entry entry) {
    Meta meta;
    MessageBody body;
    try {
      meta = Meta.parseFrom(Objects.requireNonNull(entry.data()));
      body = MessageBody.parseFrom(meta.getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a receipt that a timeline keeps cannot be read", e);
    }
    Meta whole = meta.toBuilder().setId(entry.position()).build();
    return new Rendered(
        conversation,
        entry.position(),
        entry.origin().device(),
        user -> isFor(user, conversation, body) ? whole : null);
  }

  /// The other devices of who has read know it; the other one of a pair is told, unless the reader
  /// does not want it.
  private static boolean isFor(UserId user, Conversation conversation, MessageBody body) {
    boolean mine = body.getFrom().getName().equalsIgnoreCase(user.value());
    if (mine) {
      return body.getType() != BodyType.DELIVER_ACK;
    }
    if (body.getType() == BodyType.CHANNEL_ACK && body.hasSendToPeer() && !body.getSendToPeer()) {
      return false;
    }
    if (conversation instanceof Conversation.OfPair
        || conversation instanceof Conversation.OfUser) {
      return true;
    }
    @Nullable String reader = body.getTo().getClientResource();
    return body.getType() == BodyType.READ_ACK && reader.equalsIgnoreCase(user.value());
  }
}
