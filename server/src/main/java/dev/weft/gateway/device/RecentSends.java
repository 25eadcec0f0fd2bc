package dev.weft.gateway.device;

import dev.weft.sync.device.DeviceId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What devices have sent lately at this node: a repeated local id is the same message.
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

  private record Key(DeviceId device, long localId) {}

  /// What was answered.
  ///
  /// @param at in ms since 1970
  public record Sent(long serverId, long at) {}

  /// What was answered to a message of the device; null if it is not known.
  public synchronized @Nullable Sent find(DeviceId device, long localId) {
    return sent.get(new Key(device, localId));
  }

  /// Remembers what was answered to a message of the device.
  public synchronized void add(DeviceId device, long localId, Sent what) {
    sent.put(new Key(device, localId), what);
  }
}
