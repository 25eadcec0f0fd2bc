package dev.weft.sync;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ConversationId;
import dev.weft.chat.timeline.Appended;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.chat.timeline.TimelineListener;
import dev.weft.cluster.Signals;
import dev.weft.sync.device.Device;
import dev.weft.sync.device.DeviceId;
import dev.weft.sync.device.SessionEnd;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Brings what happens in conversations to those who serve devices: on this node at once and with
/// all of it, on the others by a signal "conversation X is at n".
public final class ConversationNews implements TimelineListener {

  private final Signals signals;
  private final List<ConversationListener> listeners = new CopyOnWriteArrayList<>();

  public ConversationNews(Signals signals) {
    this.signals = signals;
  }

  /// Tells `listener` from now on.
  public void follow(ConversationListener listener) {
    listeners.add(listener);
  }

  @Override
  public void appended(Appended entry, @Nullable ChatEvent event) {
    long conversation = entry.conversation().id().value();
    signals.conversationAt(conversation, entry.entry().position());
    if (mayChangeMembers(entry)) {
      signals.membersChanged(conversation, entry.entry().position());
    }
    listeners.forEach(listener -> listener.appended(entry, event));
  }

  private static boolean mayChangeMembers(Appended appended) {
    return appended.entry().kind() == EntryKind.NOTICE
        && switch (appended.conversation()) {
          case Conversation.OfGroup _, Conversation.OfRoom _, Conversation.OfThread _ -> true;
          case Conversation.OfPair _, Conversation.OfUser _ -> false;
        };
  }

  @Override
  public void threadChanged(ChatEvent.OfMessage event) {
    listeners.forEach(listener -> listener.threadChanged(event));
  }

  /// A device logs in by this unit of work: its sessions on other nodes are to end.
  public void loggedIn(Tx tx, Device device) {
    tx.afterCommit(() -> signals.deviceLoggedIn(device.id().value(), device.login()));
  }

  /// The session of a device ends by this unit of work, wherever it is.
  public void ended(Tx tx, Device device, SessionEnd why) {
    tx.afterCommit(
        () -> {
          listeners.forEach(listener -> listener.sessionEnded(device.id(), device.login(), why));
          signals.sessionEnded(device.id().value(), device.login(), why.name());
        });
  }

  /// A user has shown a token that ends later than the one of the session.
  public void renewed(AppId app, UserId user, long expires) {
    listeners.forEach(listener -> listener.tokenRenewed(app, user, expires));
  }

  /// How a user is has changed by this unit of work: who follows the user is told, wherever they
  /// are logged in.
  public void presenceChanged(Tx tx, AppId app, UserId user) {
    tx.afterCommit(
        () -> {
          listeners.forEach(listener -> listener.presenceChanged(app, user));
          signals.presenceChanged(app.value(), user.value());
        });
  }

  /// What other nodes say, for `Signals`.
  public void movedElsewhere(long conversation, long position) {
    ConversationId id = new ConversationId(conversation);
    listeners.forEach(listener -> listener.movedElsewhere(id, position));
  }

  public void membersChangedElsewhere(long conversation, long position) {
    ConversationId id = new ConversationId(conversation);
    listeners.forEach(listener -> listener.membersChangedElsewhere(id, position));
  }

  public void loggedInElsewhere(long device, long login) {
    listeners.forEach(listener -> listener.loggedInElsewhere(new DeviceId(device), login));
  }

  public void endedElsewhere(long device, long login, String why) {
    SessionEnd end = SessionEnd.valueOf(why);
    listeners.forEach(listener -> listener.sessionEnded(new DeviceId(device), login, end));
  }

  public void presenceChangedElsewhere(long app, String user) {
    AppId id = new AppId(app);
    UserId name = new UserId(user);
    listeners.forEach(listener -> listener.presenceChanged(id, name));
  }

  public void missed() {
    listeners.forEach(ConversationListener::missed);
  }
}
