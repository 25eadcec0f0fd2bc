package dev.weft.gateway;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Source;
import dev.weft.chat.timeline.Conversation;
import dev.weft.gateway.device.RecentSends.Sent;
import dev.weft.gateway.meta.Addresses;
import dev.weft.msync.BodyType;
import dev.weft.msync.KeyValue;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import dev.weft.msync.ValueType;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/// Receipts that clients send. One of a pair goes into the timeline of the pair, so that the other
/// one receives it, now or later. One of a group says how far the user has read, and is told to the
/// user's other devices that are here.
final class ReceiptBook {

  /// Messages that one receipt may be for.
  private static final int MAX_READ = 100;

  private final Services services;
  private final Sessions sessions;

  ReceiptBook(Services services, Sessions sessions) {
    this.services = services;
    this.sessions = sessions;
  }

  Sent add(DeviceSession session, Meta meta, MessageBody body) {
    long now = services.clock().millis();
    Meta whole = whole(session, meta, body, now);
    Origin origin = new Origin(Source.SDK, session.device().id().value(), meta.getId(), null);
    if (body.getType() == BodyType.CHANNEL_ACK && body.getClearAllUnreadMessageCount()) {
      return everywhere(session, whole, now);
    }
    if (meta.getTo().getDomain().startsWith("conference.")) {
      return inGroup(session, meta, body, whole, now);
    }
    UserId peer = UserId.of(meta.getTo().getName());
    services
        .transactions()
        .run(
            tx -> {
              Conversation.OfPair pair =
                  services.timelines().pair(tx, session.app().id(), session.user(), peer);
              long readTo = readTo(body, () -> services.timelines().head(tx, pair.id()));
              services.writer().receipt(tx, pair, origin, whole.toByteArray());
              publish(tx, session, peer, body, readTo);
              if (readTo > 0) {
                services
                    .conversationStates()
                    .read(tx, session.app().id(), session.user(), pair.id(), readTo);
              }
            });
    return new Sent(services.ids().next(), now);
  }

  private void publish(Tx tx, DeviceSession session, UserId peer, MessageBody body, long newest) {
    switch (body.getType()) {
      case BodyType.READ_ACK ->
          read(body)
              .forEach(
                  message ->
                      services.receipts().read(tx, session.app(), session.user(), peer, message));
      case BodyType.CHANNEL_ACK ->
          services.receipts().readAll(tx, session.app(), session.user(), peer, newest);
      default -> {}
    }
  }

  /// The messages that a receipt is for: SDK 5 names several.
  private static List<Long> read(MessageBody body) {
    return LongStream.concat(
            LongStream.of(body.getAckMessageId()),
            body.getAckMessageIdsList().stream().mapToLong(Long::longValue))
        .filter(id -> id != 0)
        .distinct()
        .limit(MAX_READ)
        .boxed()
        .toList();
  }

  /// Counts the readers of messages of a group, and tells their senders.
  private void readInGroup(
      Tx tx, DeviceSession session, String conversation, MessageBody body, Meta whole) {
    App app = session.app();
    for (long message : read(body)) {
      services
          .receipts()
          .readInGroup(tx, app, session.user(), conversation, new MessageId(message))
          .ifPresent(
              counted ->
                  services
                      .writer()
                      .receipt(
                          tx,
                          services.timelines().inbox(tx, app.id(), counted.sender()),
                          Origin.SERVER,
                          counted(whole, body, session.user(), message, counted.count())));
    }
  }

  /// What the sender gets: the SDKs look for the number of readers in the first entry of `ext`
  /// (MSYNC contract, section 11).
  private static byte[] counted(
      Meta whole, MessageBody body, UserId reader, long message, int count) {
    MessageBody told =
        body.toBuilder()
            .setFrom(Addresses.name(reader.value()))
            .setAckMessageId(message)
            .clearAckMessageIds()
            .clearExt()
            .addExt(
                KeyValue.newBuilder()
                    .setKey("group_ack_count")
                    .setType(ValueType.JSON_STRING)
                    .setStringValue("{\"" + message + "\":" + count + "}"))
            .build();
    return whole.toBuilder().setPayload(told.toByteString()).build().toByteArray();
  }

  private Sent inGroup(DeviceSession session, Meta meta, MessageBody body, Meta whole, long now) {
    Optional<ConversationId> conversation =
        ConversationId.parse(session.app().id(), meta.getTo().getName());
    if (body.getType() == BodyType.READ_ACK) {
      services
          .transactions()
          .run(tx -> readInGroup(tx, session, meta.getTo().getName(), body, whole));
    }
    if (conversation.isPresent() && body.getType() == BodyType.CHANNEL_ACK) {
      services
          .transactions()
          .run(
              tx ->
                  services
                      .conversationStates()
                      .read(
                          tx,
                          session.app().id(),
                          session.user(),
                          conversation.get(),
                          services.timelines().head(tx, conversation.get())));
    }
    return toOthers(session, whole, now);
  }

  /// SDK 5: all that has come until now is read, in every conversation. Nobody else is told.
  private Sent everywhere(DeviceSession session, Meta whole, long now) {
    long newest = services.ids().next();
    services
        .transactions()
        .run(
            tx ->
                services
                    .conversationStates()
                    .readAll(tx, session.app().id(), session.user(), newest));
    return toOthers(session, whole, now);
  }

  /// The user's other devices that are there learn of it; nothing is kept.
  private Sent toOthers(DeviceSession session, Meta whole, long now) {
    long id = services.ids().next();
    byte[] frame =
        Frames.live(
            Addresses.user(session.app().key(), Addresses.LIVE),
            whole.toBuilder().setId(id).build());
    sessions.of(session.app().id(), session.user()).stream()
        .filter(other -> other != session)
        .forEach(other -> other.live(frame));
    return new Sent(id, now);
  }

  /// What other devices get: the receipt with its sender and time.
  private static Meta whole(DeviceSession session, Meta meta, MessageBody body, long now) {
    String user = session.user().value();
    MessageBody from = body.toBuilder().setFrom(Addresses.name(user)).build();
    return meta.toBuilder()
        .setFrom(Addresses.user(session.app().key(), user))
        .setTimestamp(now)
        .setPayload(from.toByteString())
        .build();
  }

  /// How far the user has read by this; 0 if it does not say.
  private static long readTo(MessageBody body, LongSupplier head) {
    return switch (body.getType()) {
      case BodyType.CHANNEL_ACK -> head.getAsLong();
      case BodyType.READ_ACK ->
          Math.max(
              body.getAckMessageId(),
              body.getAckMessageIdsList().stream().mapToLong(Long::longValue).max().orElse(0));
      default -> 0;
    };
  }
}
