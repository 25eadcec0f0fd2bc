package dev.weft.gateway;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.OfMessage;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.ConversationId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.timeline.Appended;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.chat.timeline.Notice;
import dev.weft.gateway.FanoutWorker.Job;
import dev.weft.gateway.meta.Addresses;
import dev.weft.gateway.meta.NoticeMetas;
import dev.weft.msync.KickReason;
import dev.weft.msync.Meta;
import dev.weft.sync.ConversationListener;
import dev.weft.sync.device.DeviceId;
import dev.weft.sync.device.SessionEnd;
import dev.weft.web.http.websocket.WebSocketConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings what happens to the devices that are logged in here. Whoever commits hands over and goes
/// on; a few workers, each for its share of the conversations, make the frame once and push it to
/// all who hear.
public final class Fanout implements ConversationListener, AutoCloseable {

  private static final int WORKERS = 4;

  /// Whose turn it is when another node tells of something, whatever app it is of.
  private static final AppId ELSEWHERE = new AppId(0);

  private final Sessions sessions;
  private final Hearers hearers;
  private final List<FanoutWorker> workers = new ArrayList<>();
  private volatile @Nullable Services services;
  private volatile @Nullable PresenceFeed presences;

  public Fanout(Sessions sessions) {
    this.sessions = sessions;
    this.hearers = new Hearers(sessions);
    for (int i = 0; i < WORKERS; i++) {
      workers.add(new FanoutWorker(sessions, this::push, this::serve));
    }
  }

  /// Begins to push.
  ///
  /// @param feed tells how users are
  public void start(Services with, PresenceFeed feed) {
    services = with;
    presences = feed;
    feed.start();
    workers.forEach(FanoutWorker::start);
  }

  @Override
  public void appended(Appended appended, @Nullable ChatEvent event) {
    if (sessions.size() == 0) {
      return;
    }
    FanoutWorker worker = workerOf(appended.conversation().id());
    worker.add(appended.conversation().app(), new Job.Push(appended, event));
  }

  @Override
  public void threadChanged(OfMessage event) {
    ThreadState state = event.thread();
    if (state == null || sessions.size() == 0) {
      return;
    }
    GroupId group = state.thread().group();
    ConversationId conversation = group.conversation();
    if (!sessions.audience(conversation).isEmpty()) {
      workerOf(conversation).add(event.app().id(), new Job.Changed(event, state));
    }
  }

  @Override
  public void movedElsewhere(ConversationId conversation, long position) {
    Services with = services;
    if (with == null || sessions.size() == 0) {
      return;
    }
    // Whoever hears a group or thread has subscribed; who hears a pair or inbox, the store knows.
    Thread _ =
        Thread.ofVirtual()
            .name("weft-elsewhere")
            .start(
                () ->
                    with.transactions()
                        .read(snapshot -> with.timelines().find(snapshot, conversation))
                        .ifPresent(found -> moved(found, position)));
  }

  private void moved(Conversation conversation, long position) {
    sessions.audience(conversation).forEach(session -> session.appended(conversation, position));
  }

  /// In order with what happens here in the same conversation.
  @Override
  public void membersChangedElsewhere(ConversationId conversation, long position) {
    if (services != null && sessions.size() > 0) {
      workerOf(conversation).add(ELSEWHERE, new Job.MembersChanged(conversation, position));
    }
  }

  @Override
  public void loggedInElsewhere(DeviceId device, long login) {
    DeviceSession session = sessions.of(device);
    if (session != null && session.device().login() < login) {
      session.kick(KickReason.LOGIN_ANOTHER_DEVICE, "");
    }
  }

  @Override
  public void sessionEnded(DeviceId device, long login, SessionEnd why) {
    DeviceSession session = sessions.of(device);
    if (session != null && session.device().login() == login) {
      switch (why) {
        case USER_REMOVED -> session.kick(KickReason.USER_REMOVED, "");
        case PASSWORD_CHANGED -> session.kick(KickReason.PASSWORD_CHANGED, "");
        case DISCONNECTED -> session.kick(KickReason.KICKED_BY_OTHER_DEVICE, "");
        case DEACTIVATED -> session.close(WebSocketConnection.POLICY, "the user is deactivated");
      }
    }
  }

  @Override
  public void tokenRenewed(AppId app, UserId user, long expires) {
    sessions.of(app, user).forEach(session -> session.renewed(expires));
  }

  @Override
  public void presenceChanged(AppId app, UserId user) {
    PresenceFeed feed = presences;
    if (feed != null && sessions.size() > 0) {
      feed.changed(app, user);
    }
  }

  @Override
  public void missed() {
    for (DeviceSession session : sessions.all()) {
      hearers.refresh(session);
      Set<ConversationId> left = new HashSet<>(session.subscriptions());
      left.removeAll(session.heard());
      // The worker looks once more, in order with comings that are told here.
      left.forEach(one -> workerOf(one).add(session.app().id(), new Job.MaybeLeft(session, one)));
    }
  }

  private FanoutWorker workerOf(ConversationId conversation) {
    return workers.get(Math.floorMod(Long.hashCode(conversation.value()) * 31L, WORKERS));
  }

  /// Pushes what has happened in one conversation since the last time.
  private void push(List<Job.Push> jobs) {
    Conversation conversation = jobs.getFirst().appended().conversation();
    Collection<DeviceSession> audience = sessions.audience(conversation);
    if (audience.isEmpty()) {
      return;
    }
    App app = audience.iterator().next().app();
    PushBatch batch = new PushBatch();
    for (Job.Push job : jobs) {
      Entry entry = job.appended().entry();
      Message message =
          switch (job.event()) {
            case OfMessage of -> of.message();
            case ChatEvent.MessageStreamed of -> of.message();
            case null, default -> null;
          };
      Set<UserId> readers = Objects.requireNonNull(services).readersOf(entry);
      batch.add(
          Renderer.render(app, conversation, entry, message, readers, true),
          job.appended().previous());
    }
    SendRound round = new SendRound();
    for (DeviceSession session : audience) {
      session.push(batch);
      round.add(session.connection());
    }
    round.await();
  }

  /// A notice may change who hears the conversation, before it or after it.
  private void pushNotice(Job.Push job) {
    Entry entry = job.appended().entry();
    Conversation conversation = job.appended().conversation();
    Notice notice = Notice.decode(Objects.requireNonNull(entry.data()));
    hearers.enter(conversation, notice, entry.position());
    push(List.of(job));
    hearers.leave(conversation, notice);
  }

  /// What another node has told of: the devices here are brought up to it from the store.
  private void membersChanged(ConversationId id, long position) {
    Services with = Objects.requireNonNull(services);
    with.transactions()
        .read(snapshot -> with.timelines().find(snapshot, id))
        .ifPresent(
            conversation -> {
              List<Entry> entries =
                  with.transactions()
                      .read(snapshot -> with.timelines().after(snapshot, id, position - 1, 1));
              for (Entry entry : entries) {
                if (entry.position() == position && entry.kind() == EntryKind.NOTICE) {
                  Notice notice = Notice.decode(Objects.requireNonNull(entry.data()));
                  hearers.enter(conversation, notice, position);
                  moved(conversation, position);
                  hearers.leave(conversation, notice);
                }
              }
            });
  }

  private void changed(OfMessage event, ThreadState state) {
    Services with = Objects.requireNonNull(services);
    Collection<DeviceSession> audience = sessions.audience(state.thread().group().conversation());
    if (audience.isEmpty()) {
      return;
    }
    var app = audience.iterator().next().app().key();
    Meta meta = NoticeMetas.threadChanged(app, with.ids().next(), event, state);
    byte[] frame = Frames.live(Addresses.group(app, Addresses.LIVE), meta);
    audience.forEach(session -> session.live(frame));
  }

  /// Does anything but pushing messages.
  private void serve(Job job) {
    switch (job) {
      case Job.Push push -> pushNotice(push);
      case Job.Changed(var event, var state) -> changed(event, state);
      case Job.MembersChanged(var id, var position) -> membersChanged(id, position);
      case Job.MaybeLeft(var session, var id) -> hearers.leaveIfOut(session, id);
    }
  }

  @Override
  public void close() {
    workers.forEach(FanoutWorker::stop);
    PresenceFeed feed = presences;
    if (feed != null) {
      feed.close();
    }
  }
}
