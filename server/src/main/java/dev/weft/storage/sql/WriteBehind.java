package dev.weft.storage.sql;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// Write-behind: what comes often waits as rows and not as statements ([Batch]), and is written
/// before the next statement that could see it. A hundred messages are then as many statements as
/// one. It knows too whether a part of the work can still be undone alone, because nothing of it
/// was sent.
final class WriteBehind {

  private final Sql sql;
  private final Map<Class<?>, Batch> batches = new LinkedHashMap<>();

  /// How long each batch was when the present part of the work began.
  private final Map<Batch, Integer> sizesBefore = new HashMap<>();

  /// Whether the present part of the work has written, or had its rows sent.
  private boolean wrote;

  private boolean sending;

  /// @param sql what batches write their rows with
  WriteBehind(Sql sql) {
    this.sql = sql;
  }

  /// The batch of this kind; batches are sent in the order in which they were first asked for.
  <B extends Batch> B batch(Class<B> kind, Supplier<B> made) {
    return kind.cast(batches.computeIfAbsent(kind, _ -> made.get()));
  }

  /// A statement comes that is none of a batch: it must see what batches hold, and may write.
  void before(String statement) {
    if (!sending) {
      send();
      wrote |= !statement.startsWith("SELECT");
    }
  }

  /// Sends all rows that wait.
  void send() {
    if (sending) {
      return;
    }
    sending = true;
    try {
      for (Batch batch : batches.values()) {
        int before = Objects.requireNonNullElse(sizesBefore.put(batch, 0), 0);
        wrote |= batch.size() > before;
        if (batch.size() > 0) {
          batch.send(sql);
        }
      }
    } finally {
      sending = false;
    }
  }

  /// Begins a part of the work that can be undone alone.
  void beginPart() {
    wrote = false;
    batches.values().forEach(batch -> sizesBefore.put(batch, batch.size()));
  }

  /// Undoes the part, if nothing of it was sent; false if it is too late for that.
  boolean undoPart() {
    if (wrote) {
      return false;
    }
    batches.values().forEach(batch -> batch.cut(sizesBefore.getOrDefault(batch, 0)));
    return true;
  }

  /// Forgets all rows.
  void clear() {
    batches.clear();
  }
}
