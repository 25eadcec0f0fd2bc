package dev.weft.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.MessageModified;
import dev.weft.chat.ChatEvent.MessageRecalled;
import dev.weft.chat.Content;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.SendOptions;
import dev.weft.chat.Source;
import dev.weft.chat.client.SendCheck.Verdict;
import dev.weft.chat.message.Messages.Modification;
import dev.weft.chat.message.Messages.Recall;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.gateway.device.RecentSends;
import dev.weft.gateway.device.RecentSends.Sent;
import dev.weft.gateway.meta.Addresses;
import dev.weft.gateway.meta.Bodies;
import dev.weft.gateway.meta.Extra;
import dev.weft.gateway.meta.Json;
import dev.weft.gateway.meta.MessageJson;
import dev.weft.msync.BodyType;
import dev.weft.msync.EditScope;
import dev.weft.msync.ErrorCode;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import dev.weft.msync.RouteType;
import dev.weft.msync.Status;
import dev.weft.trace.Span;
import dev.weft.trace.TraceContext;
import dev.weft.trace.Tracer;
import dev.weft.trace.Tracer.Kind;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// What clients send: messages, recalls, edits, receipts, and coming into rooms. Each is answered
/// once it is durable, or with why it was not taken; nothing is left without an answer.
final class Uplink {

  /// The vendor's limit for body and extension together, in bytes of compact JSON.
  private static final int MAX_BYTES = 5 * 1024;

  private static final int MAX_READERS = 20;

  /// How far back a repeated local id is looked for in the store.
  private static final Duration REPEATED = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(Uplink.class);

  private final Services services;
  private final ReceiptBook receipts;
  private final RoomUplink rooms;
  private final DeviceSendCheck sendCheck;
  private final RecentSends recent = new RecentSends();

  Uplink(Services services, ReceiptBook receipts, RoomUplink rooms) {
    this.services = services;
    this.rooms = rooms;
    this.receipts = receipts;
    this.sendCheck = new DeviceSendCheck(services);
  }

  /// Answers with the frame for the sender; null if nothing is expected.
  byte @Nullable [] handle(DeviceSession session, Meta meta) {
    if (meta.getNs() == NameSpace.MUC) {
      return rooms.handle(session, meta);
    }
    if (meta.getNs() != NameSpace.CHAT) {
      return null;
    }
    Sent before = recent.find(session.device().id(), meta);
    if (before != null) {
      return acknowledged(meta, before, List.of());
    }
    try {
      MessageBody body = MessageBody.parseFrom(meta.getPayload());
      return traced(session, body, () -> answerOrFail(session, meta, body));
    } catch (InvalidProtocolBufferException e) {
      return refused(meta, Refusals.failed("Sorry, format is incorrect"));
    } catch (RefusedException e) {
      return refused(meta, Refusals.of(e.refusal()));
    } catch (RuntimeException e) {
      log.error("message not understood by the server reason=\"{}\"", e.getMessage(), e);
      return refused(meta, Refusals.failed("the server failed"));
    }
  }

  private byte[] answerOrFail(DeviceSession session, Meta meta, MessageBody body) {
    try {
      return answer(session, meta, body);
    } catch (StoreBusyException e) {
      return refused(meta, Frames.status(ErrorCode.PERMISSION_DENIED, "traffic limit"));
    } catch (StoreFailedException e) {
      log.error("message not stored reason=\"{}\"", e.getMessage(), e);
      return refused(
          meta,
          Refusals.failed(
              body.getType() == BodyType.EDIT ? "Sorry, edit fail" : "the server failed"));
    }
  }

  /// Clients' frames know no traces of others: each begins one.
  private byte[] traced(DeviceSession session, MessageBody body, Supplier<byte[]> work) {
    if (services.tracer().equals(Tracer.NONE)) {
      return work.get();
    }
    Span span = services.tracer().begin(Kind.SERVER, "message", null);
    try {
      return TraceContext.within(span.context(), work);
    } finally {
      span.with("weft.app", session.app().key().toString())
          .with("weft.frame", body.getType())
          .end();
    }
  }

  private byte[] answer(DeviceSession session, Meta meta, MessageBody body) {
    if (Receipts.isOne(body.getType())) {
      return acknowledged(session, meta, receipts.add(session, meta, body), List.of());
    }
    return switch (body.getType()) {
      case BodyType.NORMAL, BodyType.CHAT, BodyType.GROUPCHAT, BodyType.CHATROOM ->
          send(session, meta, body);
      case BodyType.RECALL -> recall(session, meta, body);
      case BodyType.EDIT -> edit(session, meta, body);
      default -> refused(meta, Refusals.failed("group not found"));
    };
  }

  private byte[] send(DeviceSession session, Meta meta, MessageBody body) {
    Optional<Bodies.Read> read = Bodies.read(body);
    if (read.isEmpty()) {
      return refused(meta, Refusals.failed("Sorry, format is incorrect"));
    }
    if (Bodies.size(read.get().content()) > MAX_BYTES) {
      return refused(meta, Frames.status(ErrorCode.PERMISSION_DENIED, "Sorry, data is too large"));
    }
    if (meta.getDirectedUsersCount() > MAX_READERS) {
      return refused(meta, Refusals.failed("limit directed users"));
    }
    App app = session.app();
    UserId from = session.user();
    String to = meta.getTo().getName();
    boolean toGroup = isGroup(meta);
    if (to.isEmpty()) {
      return refused(meta, Refusals.failed(toGroup ? "group not found" : "user not found"));
    }
    if (toGroup && ConversationId.parse(app.id(), to).isEmpty()) {
      return refused(meta, Refusals.failed("group ID illegal, please check it"));
    }
    Origin origin = origin(session, meta, read.get().rest());
    Optional<Sent> repeated = findRepeated(session, to, toGroup, read.get().content(), origin);
    if (repeated.isPresent()) {
      return acknowledged(session, meta, repeated.get(), List.of());
    }
    Verdict verdict = sendCheck.check(session, meta, toGroup, read.get().content(), false);
    Optional<Status> no = Refusals.of(verdict);
    if (no.isPresent()) {
      return refused(meta, no.get());
    }
    Content content =
        verdict instanceof Verdict.Rewritten(Content other) ? other : read.get().content();
    Message sent =
        toGroup
            ? ConversationId.parse(session.app().id(), to)
                .flatMap(
                    target ->
                        services
                            .messages()
                            .sendToGroup(app, session.actor(), from, target, content, origin))
                .orElseThrow(
                    () ->
                        new RefusedException(
                            new Refusal.SendRefused(Refusal.Reason.GROUP_NOT_FOUND)))
            : services
                .messages()
                .sendToUser(app, session.actor(), from, UserId.of(to), content, origin);
    return acknowledged(
        session,
        meta,
        new Sent(sent.id().value(), sent.sent().toEpochMilli()),
        content.equals(read.get().content())
            ? List.of()
            : List.of(replaced(session, sent, read.get().rest())));
  }

  /// The message as a hook has written it: a client that asks for it shows this one.
  private static Meta replaced(DeviceSession session, Message sent, MessageBody rest) {
    Extra extra = new Extra(rest, List.of(), List.of(), List.of(), false);
    return Renderer.meta(session.app().key(), sent, sent.id().value())
        .setPayload(Renderer.body(session.app().key(), sent, extra).build().toByteString())
        .setMeta(Frames.json("{\"callback_replace\":true}"))
        .build();
  }

  private static boolean isGroup(Meta meta) {
    return meta.getTo().getDomain().startsWith("conference.");
  }

  private static Origin origin(DeviceSession session, Meta meta, MessageBody rest) {
    Extra extra =
        new Extra(
            rest,
            meta.getExtList(),
            meta.getRoutetype() == RouteType.DIRECT
                ? List.copyOf(meta.getDirectedUsersList())
                : List.of(),
            List.of(),
            meta.getRoutetype() == RouteType.ONLINE);
    return new Origin(
        Source.SDK,
        session.device().id().value(),
        meta.getId(),
        extra.encoded(),
        List.of(),
        meta.getEnv().matches(SendOptions.ENV) ? meta.getEnv() : null);
  }

  /// A client that has come back repeats what it has no answer for: the store knows whether the
  /// message is there. A client that has been here for a while, or was never here before, repeats
  /// nothing.
  private Optional<Sent> findRepeated(
      DeviceSession session, String to, boolean toGroup, Content content, Origin origin) {
    Instant now = services.clock().instant();
    if (!session.mayRepeat(now) || origin.localId() == 0) {
      return Optional.empty();
    }
    long since = Ids.firstAt(now.minus(REPEATED)).value();
    return services
        .transactions()
        .read(
            snapshot -> {
              Optional<ConversationId> conversation =
                  toGroup
                      ? ConversationId.parse(session.app().id(), to)
                      : services
                          .timelines()
                          .findPair(snapshot, session.app().id(), session.user(), UserId.of(to))
                          .map(Conversation::id);
              return conversation
                  .flatMap(id -> services.timelines().findLocal(snapshot, id, origin, since))
                  .map(Entry::message)
                  .flatMap(id -> services.messageStore().find(snapshot, id))
                  .filter(message -> message.content().equals(content));
            })
        .map(message -> new Sent(message.id().value(), message.sent().toEpochMilli()));
  }

  private byte[] recall(DeviceSession session, Meta meta, MessageBody body) {
    MessageId id = new MessageId(body.getAckMessageId());
    MessageRecalled recalled =
        services
            .messages()
            .recall(
                session.app(),
                session.actor(),
                new Recall(id, meta.getTo().getName(), session.user(), false),
                origin(session, meta, MessageBody.getDefaultInstance()));
    return acknowledged(
        session, meta, new Sent(recalled.event().value(), recalled.at().toEpochMilli()), List.of());
  }

  private byte[] edit(DeviceSession session, Meta meta, MessageBody body) {
    Optional<Bodies.Read> read = Bodies.read(body);
    if (read.isEmpty()) {
      return refused(meta, Refusals.failed("Sorry, format is incorrect"));
    }
    if (Bodies.size(read.get().content()) > MAX_BYTES) {
      return refused(meta, Frames.status(ErrorCode.PERMISSION_DENIED, "Sorry, data is too large"));
    }
    Verdict verdict = sendCheck.check(session, meta, isGroup(meta), read.get().content(), true);
    Optional<Status> no = Refusals.of(verdict);
    if (no.isPresent()) {
      return refused(meta, no.get());
    }
    Content content =
        verdict instanceof Verdict.Rewritten(Content other) ? other : read.get().content();
    Modification change =
        new Modification(
            new MessageId(body.getEditMessageId()),
            Optional.of(session.user()),
            content.type(),
            content.body(),
            body.getEditScope() == EditScope.BODY_AND_EXT
                ? Optional.of(content.ext())
                : Optional.empty(),
            false);
    MessageModified modified =
        services
            .messages()
            .modify(
                session.app(), session.actor(), change, origin(session, meta, read.get().rest()));
    ObjectNode json = Json.object();
    json.set("edit_msg", MessageJson.edit(modified.message()));
    Meta about =
        Meta.newBuilder()
            .setId(modified.event().value())
            .setFrom(Addresses.user(session.app().key(), session.user().value()))
            .setTimestamp(modified.at().toEpochMilli())
            .setNs(NameSpace.NOTIFY)
            .setPayload(Frames.json(Json.text(json)))
            .build();
    return acknowledged(
        session,
        meta,
        new Sent(modified.event().value(), modified.at().toEpochMilli()),
        List.of(about));
  }

  private byte[] acknowledged(DeviceSession session, Meta meta, Sent sent, List<Meta> metas) {
    if (meta.getId() != 0) {
      recent.add(session.device().id(), meta, sent);
    }
    return acknowledged(meta, sent, metas);
  }

  private static byte[] acknowledged(Meta meta, Sent sent, List<Meta> metas) {
    return Frames.acknowledged(meta.getId(), sent.serverId(), sent.at(), metas);
  }

  private byte[] refused(Meta meta, Status status) {
    return Frames.refused(meta.getId(), status, services.clock().millis());
  }
}
