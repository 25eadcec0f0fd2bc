package dev.weft.app;

import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;

/// Where apps are kept.
public interface AppStore {

  Optional<App> find(Snapshot snapshot, AppKey key);

  /// The app with this name in Agora's realm, whatever the case of its letters.
  Optional<App> findByAppId(Snapshot snapshot, String appId);

  List<App> all(Snapshot snapshot);

  /// Keeps a new app and gives it its number; the `id` of `app` is ignored.
  App insert(Tx tx, App app);

  /// Keeps credentials, generation, and what it is in Agora's realm.
  void update(Tx tx, App app);

  /// The key that signs tokens, made with `fresh` on first use. All nodes on one store share it.
  byte[] tokenKey(Tx tx, byte[] fresh);
}
