package dev.weft.chat;

import dev.weft.app.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a sender asks for beside the content of a message (REST contract, section 5.1).
///
/// @param onlineOnly whoever is not connected at that moment does not get it later (`routetype`)
/// @param groupAck readers in a group confirm that they have read it (`need_group_ack`)
/// @param readers the only members of a group or a room who get it, beside the sender; empty for
///   all
/// @param hiddenFrom users whose devices do not get it: the sender's, where it is not synced
///   (`sync_device`)
/// @param leftOut users who do not see it when they fetch history back (`roam_ignore_users`)
/// @param level of a message to chat rooms (`chatroom_msg_level`); null for the usual one
/// @param env which environment it belongs to, for the routes of callbacks; null for none
public record SendOptions(
    boolean onlineOnly,
    boolean groupAck,
    List<UserId> readers,
    List<UserId> hiddenFrom,
    List<UserId> leftOut,
    @Nullable Level level,
    @Nullable String env) {

  /// A level of messages to chat rooms that is not the usual one. Clients show it, and nothing is
  /// dropped for it.
  public enum Level {
    HIGH,
    LOW
  }

  /// What an environment is called (vendor): letters and digits, at most 8.
  public static final String ENV = "[A-Za-z0-9]{1,8}";

  /// Nothing asked for.
  public static final SendOptions NONE =
      new SendOptions(false, false, List.of(), List.of(), List.of(), null, null);

  public SendOptions {
    readers = List.copyOf(readers);
    hiddenFrom = List.copyOf(hiddenFrom);
    leftOut = List.copyOf(leftOut);
  }
}
