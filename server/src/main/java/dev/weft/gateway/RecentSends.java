package dev.weft.gateway;

import dev.weft.sync.device.DeviceId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What devices have sent lately at this node: a repeated local id is the same message.
final class RecentSends {

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
  record Sent(long serverId, long at) {}

  synchronized @Nullable Sent find(DeviceId device, long localId) {
    return sent.get(new Key(device, localId));
  }

  synchronized void add(DeviceId device, long localId, Sent what) {
    sent.put(new Key(device, localId), what);
  }
}
