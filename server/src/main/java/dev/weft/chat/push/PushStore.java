package dev.weft.chat.push;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where settings for notifications are kept.
public interface PushStore {

  /// Keeps a setting in place of the old one.
  void put(Tx tx, AppId app, UserId user, PushSetting setting, String value);

  Map<PushSetting, String> settings(Snapshot snapshot, AppId app, UserId user);

  /// Keeps a binding; one device has one for each certificate.
  void bind(Tx tx, AppId app, UserId user, PushBinding binding);

  /// Forgets the binding of a device with a certificate.
  void unbind(Tx tx, AppId app, UserId user, String device, String notifier);

  /// Forgets all bindings of a device.
  void unbindAll(Tx tx, AppId app, UserId user, String device);

  /// The bindings of a user by device and certificate, at most `limit`.
  List<PushBinding> bindings(Snapshot snapshot, AppId app, UserId user, int limit);

  /// Keeps a template in place of the one of its name.
  void put(Tx tx, AppId app, PushTemplate template);

  Optional<PushTemplate> template(Snapshot snapshot, AppId app, String name);

  /// How many templates an app has.
  long templates(Snapshot snapshot, AppId app);

  void deleteTemplate(Tx tx, AppId app, String name);
}
