package dev.weft.callback.moderation;

import dev.weft.app.AppId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.Optional;

/// Where it is kept which service judges the texts of an app.
public interface JudgeStore {

  /// Keeps it in place of the old one.
  void put(Tx tx, AppId app, JudgeEndpoint endpoint);

  Optional<JudgeEndpoint> find(Snapshot snapshot, AppId app);

  /// False if there is none.
  boolean delete(Tx tx, AppId app);
}
