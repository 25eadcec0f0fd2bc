package dev.weft.sync.device;

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
  /// @param session what the node that has the session knows of it
  Device login(Tx tx, AppId app, UserId user, Device.Details details, Session session, Instant now);

  /// A session as it begins.
  ///
  /// @param login larger than that of any login before
  /// @param node the number of the node that has it
  /// @param address where the device is reached
  record Session(long login, int node, String address) {}

  /// Ends a session. False if it has ended already, or the device has a newer one.
  boolean end(Tx tx, DeviceId device, long login, Instant now);

  /// Whether the device still has this session.
  boolean isLive(Snapshot snapshot, DeviceId device, long login);

  /// The devices of a user that have a session.
  List<Device> live(Snapshot snapshot, AppId app, UserId user);

  /// Devices of a user for others to look at: those with a session first, then the newest.
  List<Device> shown(Snapshot snapshot, AppId app, UserId user, int limit);

  /// Sessions that no node has any more: of nodes that are gone, and those that `node` had in an
  /// earlier life, with a login before `since`.
  List<Device> abandoned(Snapshot snapshot, int node, long since, int limit);

  /// How many members of a group have a device with a session.
  int online(Snapshot snapshot, AppId app, long group);

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
