package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.push.PushBinding;
import dev.weft.chat.push.PushSetting;
import dev.weft.chat.push.PushStore;
import dev.weft.chat.push.PushTemplate;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Settings for notifications over JDBC.
public final class JdbcPushStore implements PushStore {

  private record Set(String word, String value) {}

  @Override
  public void put(Tx tx, AppId app, UserId user, PushSetting setting, String value) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO push_settings (app, name, setting, value) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (app, name, setting) DO UPDATE SET value = excluded.value",
            app.value(),
            user.value(),
            setting.word(),
            value);
  }

  @Override
  public Map<PushSetting, String> settings(Snapshot snapshot, AppId app, UserId user) {
    Map<PushSetting, String> settings = new EnumMap<>(PushSetting.class);
    for (Set row :
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT setting, value FROM push_settings WHERE app = ? AND name = ?",
                row -> new Set(row.text(1), row.text(2)),
                app.value(),
                user.value())) {
      PushSetting.of(row.word()).ifPresent(setting -> settings.put(setting, row.value()));
    }
    return settings;
  }

  @Override
  public void bind(Tx tx, AppId app, UserId user, PushBinding binding) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO push_bindings (app, name, device, notifier, token)"
                + " VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (app, name, device, notifier) DO UPDATE SET token = excluded.token",
            app.value(),
            user.value(),
            binding.device(),
            binding.notifier(),
            binding.token());
  }

  @Override
  public void unbind(Tx tx, AppId app, UserId user, String device, String notifier) {
    JdbcSnapshot.sql(tx)
        .write(
            "DELETE FROM push_bindings WHERE app = ? AND name = ? AND device = ? AND notifier = ?",
            app.value(),
            user.value(),
            device,
            notifier);
  }

  @Override
  public void unbindAll(Tx tx, AppId app, UserId user, String device) {
    JdbcSnapshot.sql(tx)
        .write(
            "DELETE FROM push_bindings WHERE app = ? AND name = ? AND device = ?",
            app.value(),
            user.value(),
            device);
  }

  @Override
  public List<PushBinding> bindings(Snapshot snapshot, AppId app, UserId user, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT device, notifier, token FROM push_bindings WHERE app = ? AND name = ?"
                + " ORDER BY device, notifier LIMIT ?",
            row -> new PushBinding(row.text(1), row.text(2), row.text(3)),
            app.value(),
            user.value(),
            limit);
  }

  @Override
  public void put(Tx tx, AppId app, PushTemplate template) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO push_templates (app, name, title, content, created, updated)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (app, name) DO UPDATE SET"
                + " title = excluded.title, content = excluded.content,"
                + " updated = excluded.updated",
            app.value(),
            template.name(),
            template.title(),
            template.content(),
            template.created(),
            template.updated());
  }

  @Override
  public Optional<PushTemplate> template(Snapshot snapshot, AppId app, String name) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT name, title, content, created, updated FROM push_templates"
                + " WHERE app = ? AND name = ?",
            row ->
                new PushTemplate(row.text(1), row.text(2), row.text(3), row.time(4), row.time(5)),
            app.value(),
            name);
  }

  @Override
  public long templates(Snapshot snapshot, AppId app) {
    return JdbcSnapshot.sql(snapshot)
        .one("SELECT count(*) FROM push_templates WHERE app = ?", row -> row.number(1), app.value())
        .orElse(0L);
  }

  @Override
  public void deleteTemplate(Tx tx, AppId app, String name) {
    JdbcSnapshot.sql(tx)
        .write("DELETE FROM push_templates WHERE app = ? AND name = ?", app.value(), name);
  }
}
