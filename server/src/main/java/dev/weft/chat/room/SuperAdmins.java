package dev.weft.chat.room;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.RoomSuperAdminsChanged;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.user.UserStore;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.util.List;

/// Who may make chat rooms from a client. Only the app's server names them.
public final class SuperAdmins {

  private final Transactions transactions;
  private final SuperAdminStore store;
  private final UserStore users;
  private final Clock clock;
  private final ChatListener listener;

  public SuperAdmins(
      Transactions transactions,
      SuperAdminStore store,
      UserStore users,
      Clock clock,
      ChatListener listener) {
    this.transactions = transactions;
    this.store = store;
    this.users = users;
    this.clock = clock;
    this.listener = listener;
  }

  /// Makes a user a super admin; who is one stays one, and nobody is told.
  ///
  /// @throws RefusedException with [Refusal.NoSuchUser] or [Refusal.GroupNotAllowed]
  public void add(App app, Actor by, UserId user) {
    Permissions.requireServer(by);
    transactions.run(
        tx -> {
          requireUser(tx, app, user);
          if (store.add(tx, app.id(), user)) {
            tell(tx, app, by, user, true);
          }
        });
  }

  /// Takes the right away from a user; who has it not stays so, and nobody is told.
  ///
  /// @throws RefusedException with [Refusal.NoSuchUser] or [Refusal.GroupNotAllowed]
  public void remove(App app, Actor by, UserId user) {
    Permissions.requireServer(by);
    transactions.run(
        tx -> {
          requireUser(tx, app, user);
          if (store.remove(tx, app.id(), user)) {
            tell(tx, app, by, user, false);
          }
        });
  }

  private void requireUser(Tx tx, App app, UserId user) {
    if (users.findForUpdate(tx, app.id(), user).isEmpty()) {
      throw new RefusedException(new Refusal.NoSuchUser(user.value()));
    }
  }

  private void tell(Tx tx, App app, Actor by, UserId user, boolean added) {
    listener.on(tx, new RoomSuperAdminsChanged(app, List.of(user), added, by, clock.instant()));
  }

  /// Super admins from item number `offset`, who was named first comes first.
  public List<UserId> list(App app, int offset, int limit) {
    return transactions.read(snapshot -> store.list(snapshot, app.id(), offset, limit));
  }
}
