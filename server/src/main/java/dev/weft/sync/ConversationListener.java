package dev.weft.sync;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.timeline.TimelineListener;
import dev.weft.sync.device.DeviceId;
import dev.weft.sync.device.SessionEnd;

/// Hears of what devices should be told. Called on threads of others: it must be quick and must not
/// throw.
public interface ConversationListener extends TimelineListener {

  /// Another node has added to a conversation, up to `position` at least: it is to be read from the
  /// store. Told soon, but without a promise.
  void movedElsewhere(ConversationId conversation, long position);

  /// Another node has added a notice to a group, room or thread, at `position`: others may hear the
  /// conversation from then on. Told soon, but without a promise.
  void membersChangedElsewhere(ConversationId conversation, long position);

  /// The device has logged in on another node: a session here with a smaller login ends.
  void loggedInElsewhere(DeviceId device, long login);

  /// The session of the device with this login is over, whichever node has it.
  void sessionEnded(DeviceId device, long login, SessionEnd why);

  /// A user has shown a token that ends at `expires`, in ms since 1970. Sessions on other nodes are
  /// not told: their clients come again, with the new token.
  void tokenRenewed(AppId app, UserId user, long expires);

  /// How a user is has changed: somebody may want to know. Told soon, but without a promise.
  void presenceChanged(AppId app, UserId user);

  /// What other nodes said for a while was not heard: anything may have moved.
  void missed();
}
