package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.sync.device.Device;
import dev.weft.sync.device.DeviceId;
import dev.weft.sync.device.DeviceStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Devices over JDBC.
public final class JdbcDeviceStore implements DeviceStore {

  private static final String COLUMNS =
      "id, app, name, resource, os, device_name, uuid, version, ext, login, seen,"
          + " CASE WHEN node IS NULL THEN 0 ELSE 1 END, address";

  @Override
  public Device login(
      Tx tx, AppId app, UserId user, Device.Details details, Session session, Instant now) {
    return JdbcSnapshot.sql(tx)
        .one(
            "INSERT INTO devices (app, name, resource, os, device_name, uuid, version, ext, login,"
                + " seen, node, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (app, name, resource) DO UPDATE SET os = excluded.os,"
                + " device_name = excluded.device_name, uuid = excluded.uuid,"
                + " version = excluded.version, ext = excluded.ext, login = excluded.login,"
                + " seen = excluded.seen, node = excluded.node, address = excluded.address"
                + " RETURNING "
                + COLUMNS,
            JdbcDeviceStore::device,
            app.value(),
            user.value(),
            details.resource(),
            details.os(),
            details.name(),
            details.uuid(),
            details.version(),
            details.ext(),
            session.login(),
            now,
            session.node(),
            session.address())
        .orElseThrow();
  }

  @Override
  public boolean end(Tx tx, DeviceId device, long login, Instant now) {
    return JdbcSnapshot.sql(tx)
            .update(
                "UPDATE devices SET node = NULL, seen = ?"
                    + " WHERE id = ? AND login = ? AND node IS NOT NULL",
                now,
                device.value(),
                login)
        > 0;
  }

  @Override
  public boolean isLive(Snapshot snapshot, DeviceId device, long login) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT 1 FROM devices WHERE id = ? AND login = ? AND node IS NOT NULL",
            row -> row.count(1),
            device.value(),
            login)
        .isPresent();
  }

  @Override
  public List<Device> live(Snapshot snapshot, AppId app, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT "
                + COLUMNS
                + " FROM devices WHERE app = ? AND name = ? AND node IS NOT NULL"
                + " ORDER BY resource",
            JdbcDeviceStore::device,
            app.value(),
            user.value());
  }

  @Override
  public List<Device> shown(Snapshot snapshot, AppId app, UserId user, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT "
                + COLUMNS
                + " FROM devices WHERE app = ? AND name = ?"
                + " ORDER BY CASE WHEN node IS NULL THEN 1 ELSE 0 END, login DESC LIMIT ?",
            JdbcDeviceStore::device,
            app.value(),
            user.value(),
            limit);
  }

  @Override
  public List<Device> abandoned(Snapshot snapshot, int node, long since, int limit) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    return sql.list(
        "SELECT "
            + COLUMNS
            + " FROM devices WHERE node IS NOT NULL AND ((node = ? AND login < ?) OR node IN ("
            + sql.dialect().goneNodes()
            + ")) LIMIT ?",
        JdbcDeviceStore::device,
        node,
        since,
        limit);
  }

  @Override
  public int online(Snapshot snapshot, AppId app, long group) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(*) FROM group_members m WHERE m.group_id = ? AND m.app = ?"
                + " AND EXISTS (SELECT 1"
                + " FROM devices d WHERE d.app = m.app AND d.name = m.name AND d.node IS NOT NULL)",
            row -> row.count(1),
            group,
            app.value())
        .orElse(0);
  }

  @Override
  public Optional<Device> find(Snapshot snapshot, AppId app, UserId user, String resource) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT " + COLUMNS + " FROM devices WHERE app = ? AND name = ? AND resource = ?",
            JdbcDeviceStore::device,
            app.value(),
            user.value(),
            resource);
  }

  @Override
  public List<Device> of(Snapshot snapshot, AppId app, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT "
                + COLUMNS
                + " FROM devices WHERE app = ? AND name = ? ORDER BY login DESC LIMIT 1000",
            JdbcDeviceStore::device,
            app.value(),
            user.value());
  }

  /// In the order of their numbers, as everybody who changes several.
  @Override
  public void seen(Tx tx, List<DeviceId> devices, Instant now) {
    Sql sql = JdbcSnapshot.sql(tx);
    devices.stream()
        .sorted(Comparator.comparingLong(DeviceId::value))
        .forEach(
            device ->
                sql.write(
                    "UPDATE devices SET seen = ? WHERE id = ? AND seen < ?",
                    now,
                    device.value(),
                    now));
  }

  @Override
  public int forget(Tx tx, Instant before, int limit) {
    Sql sql = JdbcSnapshot.sql(tx);
    List<Long> old =
        sql.list(
            "SELECT id FROM devices WHERE seen < ? ORDER BY seen LIMIT ?"
                + sql.dialect().forUpdate(),
            row -> row.number(1),
            before,
            limit);
    for (long device : old) {
      sql.write("DELETE FROM cursors WHERE device = ?", device);
      sql.write("DELETE FROM devices WHERE id = ?", device);
    }
    return old.size();
  }

  @Override
  public void forgetUser(Tx tx, AppId app, UserId user) {
    Sql sql = JdbcSnapshot.sql(tx);
    sql.write(
        "DELETE FROM cursors WHERE device IN"
            + " (SELECT id FROM devices WHERE app = ? AND name = ?)",
        app.value(),
        user.value());
    sql.write("DELETE FROM devices WHERE app = ? AND name = ?", app.value(), user.value());
    sql.write("DELETE FROM standing WHERE app = ? AND name = ?", app.value(), user.value());
  }

  private static Device device(Row row) throws SQLException {
    return new Device(
        new DeviceId(row.number(1)),
        new AppId(row.number(2)),
        new UserId(row.text(3)),
        new Device.Details(
            row.text(4), row.count(5), row.text(6), row.text(7), row.text(8), row.text(9)),
        row.number(10),
        row.time(11),
        row.flag(12),
        row.text(13),
        false);
  }
}
