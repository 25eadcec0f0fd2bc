package dev.weft.gateway.meta;

import dev.weft.app.AppKey;
import dev.weft.app.UserId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.msync.Jid;

/// How users, groups, threads and queues are addressed. The domains are constants of the SDKs.
public final class Addresses {

  public static final String USERS = "easemob.com";
  static final String GROUPS = "conference.easemob.com";

  /// The queue of what concerns the user alone. No user can have this name.
  public static final String INBOX = "~inbox";

  /// The queue of what is told to whoever is online, and not kept.
  public static final String LIVE = "~live";

  private Addresses() {}

  public static Jid user(AppKey app, String name) {
    return jid(app, name, USERS);
  }

  public static Jid group(AppKey app, String id) {
    return jid(app, id, GROUPS);
  }

  /// An address without app and domain, as the body of a message has it.
  public static Jid name(String name) {
    return Jid.newBuilder().setName(name).build();
  }

  /// The queue in which a user finds a conversation.
  public static Jid queue(AppKey app, Conversation conversation, UserId user) {
    return switch (conversation) {
      case Conversation.OfGroup(_, var group) -> group(app, group.toString());
      case Conversation.OfRoom(_, var room) -> group(app, room.toString());
      case Conversation.OfThread(_, var thread, _) -> group(app, thread.toString());
      case Conversation.OfPair pair -> user(app, pair.peerOf(user).value());
      case Conversation.OfUser _ -> user(app, INBOX);
    };
  }

  private static Jid jid(AppKey app, String name, String domain) {
    return Jid.newBuilder().setAppKey(app.toString()).setName(name).setDomain(domain).build();
  }
}
