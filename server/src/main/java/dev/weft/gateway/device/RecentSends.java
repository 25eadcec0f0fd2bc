package dev.weft.gateway.device;

import dev.weft.msync.Meta;
import dev.weft.sync.device.DeviceId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What devices have sent lately at this node: what is sent again with its local id is the same
/// message.
///
/// A local id alone says nothing. The vendor's SDKs make it of the time in ms and a counter, and
/// have two counters, one for messages and one for recalls and edits: a recall some ms after its
/// message has the message's local id.
public final class RecentSends {

  /// Some 10 MB. Of more, the oldest are forgotten.
  private static final int MAX = 65_536;

  private final Map<Key, Sent> sent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Sent> eldest) {
          return size() > MAX;
        }
      };

  /// @param print of what was sent
  private record Key(DeviceId device, long localId, long print) {

    private static Key of(DeviceId device, Meta sent) {
      long print = ((long) sent.getTo().hashCode() << 32) ^ sent.getPayload().hashCode();
      return new Key(device, sent.getId(), print);
    }
  }

  /// What was answered.
  ///
  /// @param at in ms since 1970
  public record Sent(long serverId, long at) {}

  /// What was answered to a message of the device; null if it is not known.
  public synchronized @Nullable Sent find(DeviceId device, Meta again) {
    return sent.get(Key.of(device, again));
  }

  /// Remembers what was answered to a message of the device.
  public synchronized void add(DeviceId device, Meta meta, Sent what) {
    sent.put(Key.of(device, meta), what);
  }
}
