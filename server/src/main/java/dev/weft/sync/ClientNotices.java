package dev.weft.sync;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Source;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Notice;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.sync.device.DeviceStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tells devices what other devices did to lists and pins: the vendor's notices `conv` and
/// `roaming_delete`.
final class ClientNotices {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final TimelineWriter writer;
  private final DeviceStore devices;
  private final Clock clock;

  ClientNotices(TimelineWriter writer, DeviceStore devices, Clock clock) {
    this.writer = writer;
    this.devices = devices;
    this.clock = clock;
  }

  /// The device that a call names by its resource.
  Origin origin(Snapshot snapshot, AppId app, UserId user, String resource) {
    return resource.isEmpty()
        ? Origin.SERVER
        : devices
            .find(snapshot, app, user, resource)
            .map(device -> new Origin(Source.SDK, device.id().value(), 0, null))
            .orElse(Origin.SERVER);
  }

  /// What was done to a conversation, in the vendor's words.
  ///
  /// @param mark empty if it has none to do with it
  record Change(String operation, String mark) {
    static Change of(String operation) {
      return new Change(operation, "");
    }
  }

  /// The user did something to a conversation in his list.
  void conversation(
      Tx tx, AppId app, UserId user, ConversationRef ref, Change change, String resource) {
    Instant now = clock.instant();
    ObjectNode data = MAPPER.createObjectNode();
    data.put("op", change.operation());
    if (!change.mark().isEmpty()) {
      data.put("ext", change.mark());
    }
    data.put("id", ref.id());
    data.put("type", type(ref));
    data.put("from", user.value());
    data.put("ts", now.toEpochMilli());
    data.put("res", resource);
    writer.notify(
        tx,
        app,
        user,
        Notice.client("conv", user, data.toString(), now),
        origin(tx, app, user, resource));
  }

  /// The user has pinned a message for all, or let it go.
  void pin(
      Tx tx,
      Conversation conversation,
      UserId user,
      ConversationRef ref,
      MessageId message,
      boolean pinned,
      String resource) {
    Instant now = clock.instant();
    ObjectNode data = MAPPER.createObjectNode();
    data.put("op", pinned ? "pin" : "pin_delete");
    data.put("ext", message.toString());
    data.put("from", user.value());
    data.put("id", ref.id());
    data.put("type", type(ref));
    data.put("ts", now.toEpochMilli());
    data.put("res", resource);
    writer.post(
        tx,
        conversation,
        Notice.client("conv", user, data.toString(), now),
        origin(tx, conversation.app(), user, resource));
  }

  /// The user does not want to see messages any more.
  ///
  /// @param messages which; none if it is all up to `until`
  void erased(
      Tx tx,
      AppId app,
      UserId user,
      ConversationRef ref,
      List<MessageId> messages,
      long until,
      String resource) {
    Instant now = clock.instant();
    ObjectNode data = MAPPER.createObjectNode();
    data.put("to", ref.id());
    data.put("chatType", type(ref));
    var list = data.putArray("msgIdList");
    messages.forEach(message -> list.add(message.toString()));
    if (messages.isEmpty()) {
      data.put("delTime", until);
    }
    data.put("resource", resource);
    writer.notify(
        tx,
        app,
        user,
        Notice.client("roaming_delete", user, data.toString(), now),
        origin(tx, app, user, resource));
  }

  private static String type(ConversationRef ref) {
    return ref.withUser() ? "chat" : "groupchat";
  }
}
