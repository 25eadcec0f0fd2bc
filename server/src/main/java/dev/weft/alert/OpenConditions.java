package dev.weft.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Deduplicates: a condition that goes on is told once, and one that comes and goes within a minute
/// is not told again.
final class OpenConditions {

  /// How long a condition must be away before it counts as ended.
  static final Duration CALM = Duration.ofMinutes(1);

  private final Map<Condition.Key, Open> open = new HashMap<>();

  private record Open(Condition condition, Instant since, Instant seen) {}

  /// What to tell, now that these conditions are found.
  List<Alert> after(List<Condition> found, Instant now) {
    List<Alert> alerts = new ArrayList<>();
    for (Condition condition : found) {
      Open before = open.get(condition.key());
      Instant since = before == null ? now : before.since();
      open.put(condition.key(), new Open(condition, since, now));
      if (before == null) {
        alerts.add(alert(condition, false, since, now));
      }
    }
    for (Iterator<Open> all = open.values().iterator(); all.hasNext(); ) {
      Open one = all.next();
      if (!one.seen().plus(CALM).isAfter(now)) {
        all.remove();
        alerts.add(alert(one.condition(), true, one.since(), now));
      }
    }
    return alerts;
  }

  private static Alert alert(Condition condition, boolean resolved, Instant since, Instant now) {
    return new Alert("alert_" + UUID.randomUUID(), condition, resolved, since, now);
  }
}
