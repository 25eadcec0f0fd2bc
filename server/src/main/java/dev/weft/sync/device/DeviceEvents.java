package dev.weft.sync.device;

import dev.weft.app.Actor;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.OfThread;
import dev.weft.chat.ChatEvent.ThreadCreated;
import dev.weft.chat.ChatEvent.ThreadDeleted;
import dev.weft.chat.ChatEvent.ThreadJoined;
import dev.weft.chat.ChatEvent.ThreadLeft;
import dev.weft.chat.ChatEvent.ThreadRenamed;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Origin;
import dev.weft.chat.Source;
import dev.weft.chat.timeline.Notice;
import dev.weft.chat.timeline.NoticeKind;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Multi-device events: what a user does to threads on one device is told to the user's others
/// (MSYNC contract, section 10). It goes through the inbox, which leaves out the device that did
/// it.
public final class DeviceEvents implements ChatListener {

  private final TimelineWriter writer;
  private final DeviceStore devices;

  public DeviceEvents(TimelineWriter writer, DeviceStore devices) {
    this.writer = writer;
    this.devices = devices;
  }

  @Override
  public void on(Tx tx, ChatEvent event) {
    if (event instanceof OfThread of && of.by() instanceof Actor.Member(var user, var device)) {
      @Nullable NoticeKind kind = kind(of, user);
      if (kind != null) {
        tell(tx, of, kind, user, device);
      }
    }
  }

  /// What the user did to the own list of threads; null if nothing.
  private static @Nullable NoticeKind kind(OfThread event, UserId user) {
    return switch (event) {
      case ThreadCreated _ -> NoticeKind.THREAD_CREATED;
      case ThreadRenamed _ -> NoticeKind.THREAD_RENAMED;
      case ThreadDeleted _ -> NoticeKind.THREAD_DELETED;
      case ThreadJoined joined when joined.users().stream().anyMatch(user::isSameAs) ->
          NoticeKind.THREAD_JOINED;
      case ThreadLeft left when !left.kicked() && left.users().stream().anyMatch(user::isSameAs) ->
          NoticeKind.THREAD_LEFT;
      case ThreadJoined _, ThreadLeft _ -> null;
    };
  }

  private void tell(Tx tx, OfThread event, NoticeKind kind, UserId user, Optional<String> device) {
    ChatThread thread = event.thread();
    Notice notice = Notice.of(kind, thread, user, event.at(), List.of(user));
    Origin origin =
        device
            .flatMap(resource -> devices.find(tx, thread.app(), user, resource))
            .map(known -> new Origin(Source.SDK, known.id().value(), 0, null))
            .orElse(Origin.SERVER);
    writer.notify(tx, thread.app(), user, notice, origin);
  }
}
