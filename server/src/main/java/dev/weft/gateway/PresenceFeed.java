package dev.weft.gateway;

import com.google.protobuf.ByteString;
import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Ids;
import dev.weft.gateway.meta.Addresses;
import dev.weft.gateway.meta.Json;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.msync.Jid;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import dev.weft.sync.presence.Presence;
import dev.weft.sync.presence.Presences;
import dev.weft.sync.presence.Presences.ReaderPresence;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Tells the devices here how the users are whom they follow. One thread reads and tells, so that
/// of two changes the later one is told last; changes of a user that wait are told as one.
public final class PresenceFeed implements AutoCloseable {

  /// Users whose change may wait. Beyond it changes are dropped: a reader who asks still gets the
  /// truth.
  private static final int MAX_WAITING = 65_536;

  private final Sessions sessions;
  private final Presences presences;
  private final Ids ids;
  private final Clock clock;
  private final Loop loop;
  private final Set<Changed> waiting = new LinkedHashSet<>();

  private record Changed(AppId app, UserId user) {}

  public PresenceFeed(Sessions sessions, Presences presences, Ids ids, Clock clock, Loops loops) {
    this.sessions = sessions;
    this.presences = presences;
    this.ids = ids;
    this.clock = clock;
    this.loop = loops.background("presence", this::turn);
  }

  public void start() {
    loop.start();
  }

  /// A user's presence is not what it was. Returns at once.
  void changed(AppId app, UserId user) {
    synchronized (waiting) {
      if (waiting.size() < MAX_WAITING) {
        waiting.add(new Changed(app, user));
      }
    }
    loop.wake();
  }

  private Duration turn() {
    Changed next = next();
    if (next == null) {
      return Loop.UNTIL_WOKEN;
    }
    for (ReaderPresence reader : presences.readersOf(next.app(), next.user())) {
      Collection<DeviceSession> devices = sessions.of(next.app(), reader.reader());
      if (!devices.isEmpty()) {
        byte[] frame = frame(devices.iterator().next().app(), reader);
        devices.forEach(device -> device.live(frame));
      }
    }
    return Duration.ZERO;
  }

  private @Nullable Changed next() {
    synchronized (waiting) {
      var all = waiting.iterator();
      if (!all.hasNext()) {
        return null;
      }
      Changed first = all.next();
      all.remove();
      return first;
    }
  }

  /// One user in each notice: the SDKs put the devices of all users of a notice into one list.
  private byte[] frame(App app, ReaderPresence reader) {
    Presence presence = reader.presence();
    ObjectNode notice = Json.object();
    notice.put("type", "presence");
    ObjectNode value = notice.putObject("data").putArray("values").addObject();
    value.put("uid", presence.user().value());
    value.put("last_time", Long.toString(presence.changed().getEpochSecond()));
    value.put("expiry", Long.toString(presence.expires().getEpochSecond()));
    value.put("ext", presence.ext());
    ObjectNode status = value.putObject("status");
    presence.status().forEach(status::put);
    Jid to = Addresses.user(app.key(), reader.reader().value());
    Meta meta =
        Meta.newBuilder()
            .setId(ids.next())
            .setFrom(Addresses.user(app.key(), presence.user().value()))
            .setTo(to)
            .setTimestamp(clock.millis())
            .setNs(NameSpace.NOTIFY)
            .setPayload(ByteString.copyFromUtf8(Json.text(notice)))
            .build();
    return Frames.live(Addresses.user(app.key(), Addresses.LIVE), meta);
  }

  @Override
  public void close() {
    loop.close();
  }
}
