package dev.weft.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.room.RoomVisits;
import dev.weft.chat.room.RoomVisits.Entered;
import dev.weft.chat.timeline.Conversation;
import dev.weft.gateway.meta.Addresses;
import dev.weft.gateway.meta.Json;
import dev.weft.msync.ErrorCode;
import dev.weft.msync.Jid;
import dev.weft.msync.Meta;
import dev.weft.msync.MucBody;
import dev.weft.msync.MucOperation;
import dev.weft.msync.NameSpace;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// What clients do with chat rooms: they come in and go. The vendor's SDK sends both over its
/// socket and waits for the answer to the same local id.
final class RoomUplink {

  private static final Logger log = LoggerFactory.getLogger(RoomUplink.class);

  private final Services services;
  private final Sessions sessions;

  RoomUplink(Services services, Sessions sessions) {
    this.services = services;
    this.sessions = sessions;
  }

  /// Answers with the frame for the sender; null if it is about no room, and nothing is expected.
  byte @Nullable [] handle(DeviceSession session, Meta meta) {
    try {
      MucBody body = MucBody.parseFrom(meta.getPayload());
      return body.getIsChatroom() ? answer(session, meta, body) : null;
    } catch (InvalidProtocolBufferException e) {
      return refused(meta, Refusals.failed("Sorry, format is incorrect"));
    } catch (RefusedException e) {
      return refused(meta, Refusals.ofRoom(e.refusal()));
    } catch (StoreBusyException e) {
      return refused(meta, Frames.status(ErrorCode.PERMISSION_DENIED, "traffic limit"));
    } catch (StoreFailedException e) {
      log.error("room not entered or left reason=\"{}\"", e.getMessage(), e);
      return refused(meta, Refusals.failed("the server failed"));
    }
  }

  private byte[] answer(DeviceSession session, Meta meta, MucBody body) {
    String name = body.getMucId().getName();
    GroupId room =
        GroupId.parse(session.app().id(), name)
            .orElseThrow(() -> new RefusedException(new Refusal.GroupNotFound(name)));
    return switch (body.getOperation()) {
      case MucOperation.JOIN -> enter(session, meta, body, room);
      case MucOperation.LEAVE -> leave(session, meta, room);
      default -> refused(meta, Refusals.failed("this cannot be done with a room"));
    };
  }

  private byte[] enter(DeviceSession session, Meta meta, MucBody body, GroupId room) {
    RoomVisits visits = services.visits();
    Entered entered = visits.enter(session.app(), session.actor(), room, body.getExt());
    // Who was in already is told of no entry from which to hear.
    subscribe(session, entered.room());
    if (body.getLeaveOtherRooms()) {
      visits.leaveOthers(session.app(), session.actor(), room);
    }
    return acknowledged(session, meta, entered);
  }

  private void subscribe(DeviceSession session, Group room) {
    Conversation conversation = new Conversation.OfRoom(room.app(), room.id());
    session.subscribe(conversation.id());
    sessions.subscribe(session, conversation.id());
  }

  private byte[] leave(DeviceSession session, Meta meta, GroupId room) {
    services.visits().leave(session.app(), session.actor(), room);
    return Frames.acknowledged(
        meta.getId(), services.ids().next(), services.clock().millis(), List.of());
  }

  /// The SDK reads `chatroomInfo` by the name of the user.
  private byte[] acknowledged(DeviceSession session, Meta meta, Entered entered) {
    Group room = entered.room();
    ObjectNode info = Json.object();
    ObjectNode mine = info.putObject(session.user().value());
    mine.put("is_all_mute", room.allMuted());
    mine.put("create_timestamp", room.created().toEpochMilli());
    mine.put("is_in_white_list", entered.allowed());
    mine.put("member_count", room.memberCount());
    Instant muted = entered.mutedUntil();
    if (muted.isAfter(services.clock().instant())) {
      mine.put("mute_duration", muted.toEpochMilli());
    }
    Jid address = Addresses.group(session.app().key(), room.id().toString());
    MucBody body =
        MucBody.newBuilder()
            .setMucId(address)
            .setOperation(MucOperation.JOIN)
            .setFrom(Addresses.user(session.app().key(), session.user().value()))
            .setIsChatroom(true)
            .setStatus(MucBody.Result.newBuilder().setErrorCode(0).setChatroomInfo(Json.text(info)))
            .build();
    long id = services.ids().next();
    long now = services.clock().millis();
    Meta about =
        Meta.newBuilder()
            .setId(id)
            .setFrom(address)
            .setTo(Addresses.user(session.app().key(), session.user().value()))
            .setTimestamp(now)
            .setNs(NameSpace.MUC)
            .setPayload(body.toByteString())
            .build();
    return Frames.acknowledged(meta.getId(), id, now, List.of(about));
  }

  private byte[] refused(Meta meta, dev.weft.msync.Status status) {
    return Frames.refused(meta.getId(), status, services.clock().millis());
  }
}
