package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// A group or chat room changed, in the vendors' first format (`muc`).
///
/// @param operation for instance create, invite, kick, destroy
public record MucCallback(
    Envelope envelope,
    GroupId groupId,
    boolean chatRoom,
    String operation,
    String reason,
    @Nullable UserId from,
    String to)
    implements Callback {

  static @Nullable MucCallback read(Envelope envelope) {
    Json body = envelope.body();
    Json payload = body.get("payload");
    GroupId outer = new Field(body).map("group_id", GroupId::new);
    GroupId groupId =
        outer != null ? outer : new Field(payload).map("muc_id", text -> bare(text, envelope));
    String operation = payload.get("operation").text();
    return groupId == null || operation == null
        ? null
        : new MucCallback(
            envelope,
            groupId,
            payload.get("is_chatroom").isTrue(),
            operation,
            payload.get("reason").text(""),
            envelope.from(),
            body.get("to").text(""));
  }

  /// `org#app_182918384934913@conference.easemob.com`
  private static GroupId bare(String mucId, Envelope envelope) {
    String bare = Prefix.strip(mucId, envelope.appKey());
    int domain = bare.indexOf('@');
    return new GroupId(domain < 0 ? bare : bare.substring(0, domain));
  }
}
