package dev.weft.sync;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What users want to be notified of.
public interface NotificationStore {

  /// What the settings are for, in the vendor's words.
  enum Kind {
    USER("user"),
    GROUP("chatgroup");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /// Keeps a JSON object in place of the old one.
  ///
  /// @param target another user, a group, or the user himself for what holds everywhere else
  void put(Tx tx, AppId app, UserId user, Kind kind, String target, String document);

  /// What is set for one user or group.
  record Setting(Kind kind, String target, String document) {}

  /// Settings of a user, by kind and target.
  ///
  /// @param after the last one of the page before; null for the first page
  List<Setting> list(Snapshot snapshot, AppId app, UserId user, @Nullable Setting after, int limit);

  Optional<String> find(Snapshot snapshot, AppId app, UserId user, Kind kind, String target);
}
