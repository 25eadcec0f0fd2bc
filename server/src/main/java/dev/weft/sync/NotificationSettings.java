package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.sync.NotificationStore.Kind;
import dev.weft.sync.NotificationStore.Setting;
import dev.weft.tx.Transactions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What users want to be notified of. It is kept for their devices; this server itself notifies
/// nobody who is offline.
public final class NotificationSettings {

  private final Transactions transactions;
  private final NotificationStore store;
  private final ConversationAccess access;
  private final ConversationList conversations;

  NotificationSettings(
      Transactions transactions,
      NotificationStore store,
      ConversationAccess access,
      ConversationList conversations) {
    this.transactions = transactions;
    this.store = store;
    this.access = access;
    this.conversations = conversations;
  }

  /// Keeps the settings for a user or group; for the user himself they hold everywhere else.
  ///
  /// @param word the vendor's `type`, for the list of conversations
  /// @param document all of it, a JSON object
  public void put(App app, UserId user, Kind kind, String target, String word, String document) {
    transactions.run(
        tx -> {
          store.put(tx, app.id(), user, kind, target, document);
          boolean everywhere = kind == Kind.USER && user.isSameAs(new UserId(target));
          if (!everywhere) {
            ConversationRef ref = new ConversationRef(kind == Kind.USER, target);
            conversations.mute(
                tx, app.id(), user, access.open(tx, app.id(), user, ref).conversation().id(), word);
          }
        });
  }

  /// What is set for users and groups, by kind and target.
  ///
  /// @param after the last one of the page before; null for the first page
  public List<Setting> list(App app, UserId user, @Nullable Setting after, int limit) {
    return transactions.read(snapshot -> store.list(snapshot, app.id(), user, after, limit));
  }

  /// The settings for each of `targets`; `{}` where nothing was set.
  public Map<String, String> find(App app, UserId user, Kind kind, List<String> targets) {
    return transactions.read(
        snapshot -> {
          Map<String, String> found = new LinkedHashMap<>();
          for (String target : targets) {
            found.put(target, store.find(snapshot, app.id(), user, kind, target).orElse("{}"));
          }
          return found;
        });
  }
}
