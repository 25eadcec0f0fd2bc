package dev.weft.sync;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where devices are kept, by user and resource.
public interface DeviceStore {

  /// The device with this resource, made or taken over by this login.
  ///
  /// @param login larger than that of any login before
  Device login(Tx tx, AppId app, UserId user, Device.Details details, long login, Instant now);

  Optional<Device> find(Snapshot snapshot, AppId app, UserId user, String resource);

  /// All devices of a user, the one that logged in last first.
  List<Device> of(Snapshot snapshot, AppId app, UserId user);

  /// Notes that devices were there at `now`.
  void seen(Tx tx, List<DeviceId> devices, Instant now);

  /// Forgets at most `limit` devices that were not seen since `before`, with their cursors. Answers
  /// how many.
  int forget(Tx tx, Instant before, int limit);

  /// Forgets all devices of a user who is deleted, with their cursors and what the user has read.
  void forgetUser(Tx tx, AppId app, UserId user);
}
