package dev.weft.outbound;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Bulkhead for look-ups: how many may be in flight over all, for each app and rule, and for names
/// that were slow before. Thread-safe.
final class LookUpShares {

  /// A look-up that takes longer marks its name as slow.
  static final long SLOW_NANOS = 1_000_000_000L;

  /// Names remembered as slow; beyond, the oldest is forgotten.
  private static final int MAX_SLOW = 4_096;

  private final int all;
  private final int ofSlow;
  private final int ofGroup;
  private final int ofMember;
  private final Map<Long, Integer> groups = new HashMap<>();
  private final Map<LookUpShare, Integer> members = new HashMap<>();
  private final Map<String, Boolean> slow =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MAX_SLOW;
        }
      };
  private int inFlight;
  private int slowInFlight;

  /// @param all look-ups in flight at once; half of them for slow names, an eighth for an app
  LookUpShares(int all) {
    this.all = all;
    this.ofSlow = Math.max(1, all / 2);
    this.ofGroup = Math.max(1, all / 8);
    this.ofMember = 2;
  }

  /// A look-up that may begin, to be [ended][#end].
  record Permit(String host, @Nullable LookUpShare share, boolean slow, long begun) {}

  /// Null if the look-up may not begin.
  synchronized @Nullable Permit begin(String host, @Nullable LookUpShare share) {
    boolean isSlow = slow.containsKey(host);
    boolean full =
        inFlight >= all
            || (isSlow && slowInFlight >= ofSlow)
            || (share != null
                && (groups.getOrDefault(share.group(), 0) >= ofGroup
                    || members.getOrDefault(share, 0) >= ofMember));
    if (full) {
      return null;
    }
    count(share, isSlow, 1);
    return new Permit(host, share, isSlow, System.nanoTime());
  }

  synchronized void end(Permit permit) {
    count(permit.share(), permit.slow(), -1);
    if (System.nanoTime() - permit.begun() > SLOW_NANOS) {
      slow.put(permit.host(), true);
    } else {
      slow.remove(permit.host());
    }
  }

  private void count(@Nullable LookUpShare share, boolean isSlow, int change) {
    inFlight += change;
    slowInFlight += isSlow ? change : 0;
    if (share != null) {
      count(groups, share.group(), change);
      count(members, share, change);
    }
  }

  private static <K> void count(Map<K, Integer> counts, K key, int change) {
    if (counts.merge(key, change, Integer::sum) == 0) {
      counts.remove(key);
    }
  }
}
