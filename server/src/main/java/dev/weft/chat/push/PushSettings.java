package dev.weft.chat.push;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.User;
import dev.weft.chat.user.UserStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What users set for notifications, and the templates of apps.
public final class PushSettings {

  /// The most bindings of one user: more devices than anybody carries.
  public static final int MAX_BINDINGS = 100;

  /// The most templates of one app, so that no app fills the store with them.
  public static final int MAX_TEMPLATES = 1_000;

  private final Transactions transactions;
  private final UserStore users;
  private final PushStore store;
  private final Clock clock;

  public PushSettings(Transactions transactions, UserStore users, PushStore store, Clock clock) {
    this.transactions = transactions;
    this.users = users;
    this.store = store;
    this.clock = clock;
  }

  /// A user with all settings.
  public record Owner(User user, Map<PushSetting, String> settings) {}

  /// Changes the nickname and settings of a user.
  ///
  /// @param nickname null leaves it as it is
  /// @throws RefusedException with [Refusal.UserNotFound]
  public Owner change(
      App app, UserId name, @Nullable String nickname, Map<PushSetting, String> settings) {
    return transactions.call(
        tx -> {
          User user =
              users
                  .findForUpdate(tx, app.id(), name)
                  .orElseThrow(() -> new RefusedException(new Refusal.UserNotFound()));
          User changed = nickname == null ? user : user.withNickname(nickname, clock.instant());
          if (nickname != null) {
            users.update(tx, changed);
          }
          settings.forEach((setting, value) -> store.put(tx, app.id(), name, setting, value));
          return new Owner(changed, store.settings(tx, app.id(), name));
        });
  }

  /// Gives several users nicknames; those who are not registered are left out of the answer.
  public List<UserId> rename(App app, Map<UserId, String> nicknames) {
    return transactions.call(
        tx ->
            nicknames.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(entry -> rename(tx, app, entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .toList());
  }

  private boolean rename(Tx tx, App app, UserId name, String nickname) {
    Optional<User> user = users.findForUpdate(tx, app.id(), name);
    user.ifPresent(found -> users.update(tx, found.withNickname(nickname, clock.instant())));
    return user.isPresent();
  }

  /// All settings of a user.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  public Map<PushSetting, String> of(App app, UserId user) {
    return transactions.read(
        snapshot -> {
          users.require(snapshot, app.id(), user);
          return store.settings(snapshot, app.id(), user);
        });
  }

  /// Binds a device to a push service, or takes that back: an empty `token` for one certificate, an
  /// empty `notifier` for all of them. Answers the bindings of the device.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound] or [Refusal.TooManyPushBindings]
  public List<PushBinding> bind(App app, UserId user, PushBinding binding) {
    return transactions.call(
        tx -> {
          if (!users.hold(tx, app.id(), user)) {
            throw new RefusedException(new Refusal.UserNotFound());
          }
          if (binding.notifier().isEmpty()) {
            store.unbindAll(tx, app.id(), user, binding.device());
          } else if (binding.token().isEmpty()) {
            store.unbind(tx, app.id(), user, binding.device(), binding.notifier());
          } else {
            store.bind(tx, app.id(), user, binding);
          }
          List<PushBinding> all = store.bindings(tx, app.id(), user, MAX_BINDINGS + 1);
          if (all.size() > MAX_BINDINGS) {
            throw new RefusedException(new Refusal.TooManyPushBindings(MAX_BINDINGS));
          }
          return all.stream().filter(each -> each.device().equals(binding.device())).toList();
        });
  }

  /// The bindings of all devices of a user.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  public List<PushBinding> bindings(App app, UserId user) {
    return transactions.read(
        snapshot -> {
          users.require(snapshot, app.id(), user);
          return store.bindings(snapshot, app.id(), user, MAX_BINDINGS);
        });
  }

  /// Keeps a template in place of the one of its name.
  ///
  /// @throws RefusedException with [Refusal.TooManyPushTemplates]
  public PushTemplate putTemplate(App app, String name, String title, String content) {
    return transactions.call(
        tx -> {
          Instant now = clock.instant();
          Optional<PushTemplate> old = store.template(tx, app.id(), name);
          if (old.isEmpty() && store.templates(tx, app.id()) >= MAX_TEMPLATES) {
            throw new RefusedException(new Refusal.TooManyPushTemplates(MAX_TEMPLATES));
          }
          Instant created = old.map(PushTemplate::created).orElse(now);
          PushTemplate template = new PushTemplate(name, title, content, created, now);
          store.put(tx, app.id(), template);
          return template;
        });
  }

  /// A template by its name.
  ///
  /// @throws RefusedException with [Refusal.PushTemplateNotFound]
  public PushTemplate template(App app, String name) {
    return transactions.read(snapshot -> find(snapshot, app, name));
  }

  /// Deletes a template and answers what it was.
  ///
  /// @throws RefusedException with [Refusal.PushTemplateNotFound]
  public PushTemplate deleteTemplate(App app, String name) {
    return transactions.call(
        tx -> {
          PushTemplate template = find(tx, app, name);
          store.deleteTemplate(tx, app.id(), name);
          return template;
        });
  }

  private PushTemplate find(Snapshot snapshot, App app, String name) {
    return store
        .template(snapshot, app.id(), name)
        .orElseThrow(() -> new RefusedException(new Refusal.PushTemplateNotFound(name)));
  }
}
