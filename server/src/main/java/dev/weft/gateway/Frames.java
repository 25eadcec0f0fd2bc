package dev.weft.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.weft.msync.CommSyncDL;
import dev.weft.msync.CommUnreadDL;
import dev.weft.msync.Command;
import dev.weft.msync.Jid;
import dev.weft.msync.MSync;
import dev.weft.msync.Meta;
import dev.weft.msync.MetaQueue;
import dev.weft.msync.NameSpace;
import dev.weft.msync.Provision;
import dev.weft.msync.StatisticsBody;
import dev.weft.msync.Status;
import java.util.List;

/// The frames a server sends. A frame that carries entries always has a status and a queue: without
/// them an SDK loses all of it.
final class Frames {

  private static final Status OK = Status.newBuilder().setErrorCode(0).build();

  private Frames() {}

  static byte[] frame(int command, MessageLite payload) {
    return MSync.newBuilder()
        .setCommand(command)
        .setPayload(payload.toByteString())
        .build()
        .toByteArray();
  }

  static Status status(int code, String reason) {
    return Status.newBuilder().setErrorCode(code).setReason(reason).build();
  }

  /// The login was refused.
  static byte[] refused(Status status, String resource) {
    return frame(
        Command.PROVISION, Provision.newBuilder().setStatus(status).setResource(resource).build());
  }

  /// The login was accepted.
  ///
  /// @param expires of the token, in ms since 1970; 0 for never
  static byte[] accepted(String resource, long expires) {
    Provision.Builder provision = Provision.newBuilder().setStatus(OK).setResource(resource);
    if (expires > 0) {
      provision.setAuthToken("{\"expires_in\":" + expires + "}");
    }
    return frame(Command.PROVISION, provision.build());
  }

  /// Queues that hold something for the client.
  static byte[] unread(List<Jid> queues, long now) {
    CommUnreadDL.Builder unread = CommUnreadDL.newBuilder().setStatus(OK).setTimestamp(now);
    queues.forEach(queue -> unread.addUnread(MetaQueue.newBuilder().setQueue(queue).setN(1)));
    return frame(Command.UNREAD, unread.build());
  }

  /// Entries of a queue, which the client confirms with `key`.
  static byte[] entries(Jid queue, List<Meta> metas, long key) {
    return frame(
        Command.SYNC,
        CommSyncDL.newBuilder()
            .setStatus(OK)
            .setQueue(queue)
            .addAllMetas(metas)
            .setNextKey(key)
            .build());
  }

  /// Something that is not confirmed.
  static byte[] live(Jid queue, Meta meta) {
    return frame(
        Command.SYNC,
        CommSyncDL.newBuilder()
            .setStatus(OK)
            .setQueue(queue)
            .addMetas(meta)
            .setIsLast(true)
            .build());
  }

  /// There is no more in the queue.
  static byte[] end(Jid queue) {
    return frame(
        Command.SYNC,
        CommSyncDL.newBuilder().setStatus(OK).setQueue(queue).setIsLast(true).build());
  }

  /// A message was taken.
  static byte[] acknowledged(long localId, long serverId, long timestamp, List<Meta> metas) {
    return frame(
        Command.SYNC,
        CommSyncDL.newBuilder()
            .setStatus(OK)
            .setMetaId(localId)
            .setServerId(serverId)
            .setTimestamp(timestamp)
            .addAllMetas(metas)
            .build());
  }

  /// A message was not taken.
  static byte[] refused(long localId, Status status, long timestamp) {
    return frame(
        Command.SYNC,
        CommSyncDL.newBuilder()
            .setStatus(status)
            .setMetaId(localId)
            .setTimestamp(timestamp)
            .build());
  }

  /// The device is put out; the socket is closed after it.
  ///
  /// @param operation of [dev.weft.msync.KickReason]
  /// @param reason what the device that takes over wants it to know
  static byte[] kicked(Jid user, long id, long now, int operation, String reason) {
    StatisticsBody.Builder body = StatisticsBody.newBuilder().setOperation(operation);
    if (!reason.isEmpty()) {
      body.setReason(reason);
    }
    Meta meta =
        Meta.newBuilder()
            .setId(id)
            .setFrom(Jid.getDefaultInstance())
            .setTo(user)
            .setTimestamp(now)
            .setNs(NameSpace.STATISTIC)
            .setPayload(body.build().toByteString())
            .build();
    return live(user, meta);
  }

  /// JSON as a client can read it: its routine breaks on control characters, which compact JSON
  /// does not have.
  static ByteString json(String compact) {
    return ByteString.copyFromUtf8(compact);
  }
}
