package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Page;
import dev.weft.chat.User;
import dev.weft.chat.user.UserStore;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every database does with users.
class UserStoreTest extends EachStore {

  private static final AppId APP = new AppId(1);
  private static final AppId OTHER_APP = new AppId(2);
  private static final Instant LATER = NOW.plusSeconds(60);

  private UserStore users() {
    return database.users();
  }

  @Test
  void gives_back_what_it_was_given() {
    User alice = user(APP, "alice", "Alice");

    boolean inserted = call(tx -> users().insert(tx, alice));

    assertThat(inserted).isTrue();
    assertThat(find(APP, "alice")).isEqualTo(alice);
  }

  @Test
  void keeps_the_first_user_of_a_name() {
    User first = insert(user(APP, "alice", "first"));

    boolean inserted = call(tx -> users().insert(tx, user(APP, "alice", "second")));

    assertThat(inserted).isFalse();
    assertThat(find(APP, "alice")).isEqualTo(first);
  }

  @Test
  void keeps_the_apps_apart() {
    insert(user(APP, "alice", null));

    assertThat(find(OTHER_APP, "alice")).isNull();
    assertThat(exists(OTHER_APP, "alice")).isFalse();
    assertThat(exists(APP, "alice")).isTrue();
  }

  @Test
  void keeps_changes() {
    User alice = insert(user(APP, "alice", null));
    User changed = alice.withPassword("other hash", LATER).withActivated(false, LATER);

    run(tx -> users().update(tx, changed));

    assertThat(find(APP, "alice")).isEqualTo(changed);
  }

  @Test
  void forgets_a_deleted_user_and_frees_the_name() {
    User alice = insert(user(APP, "alice", null));

    run(tx -> users().delete(tx, alice));

    assertThat(find(APP, "alice")).isNull();
    assertThat(this.<Boolean>call(tx -> users().insert(tx, alice))).isTrue();
  }

  @Test
  void lists_users_page_by_page_in_order_of_registration() {
    insert(user(APP, "zoe", null));
    insert(user(OTHER_APP, "foreign", null));
    insert(user(APP, "bob", null));
    insert(user(APP, "alice", null));

    Page<User> first = list(2, null);
    Page<User> second = list(2, first.next());

    assertThat(first.items()).extracting(user -> user.id().value()).containsExactly("zoe", "bob");
    assertThat(second.items()).extracting(user -> user.id().value()).containsExactly("alice");
    assertThat(second.next()).isNull();
  }

  @Test
  void shows_no_next_page_after_a_full_last_one() {
    insert(user(APP, "alice", null));
    insert(user(APP, "bob", null));

    assertThat(list(2, null).next()).isNull();
  }

  @Test
  void finds_nothing_after_a_cursor_that_is_not_its_own() {
    insert(user(APP, "alice", null));

    assertThat(list(10, "no cursor of ours").items()).isEmpty();
  }

  private Page<User> list(int limit, @Nullable String after) {
    return read(snapshot -> users().list(snapshot, APP, limit, after));
  }

  private @Nullable User find(AppId app, String name) {
    return read(snapshot -> users().find(snapshot, app, new UserId(name))).orElse(null);
  }

  private boolean exists(AppId app, String name) {
    return read(snapshot -> users().exists(snapshot, app, new UserId(name)));
  }

  private User insert(User user) {
    run(tx -> users().insert(tx, user));
    return user;
  }

  private static User user(AppId app, String name, @Nullable String nickname) {
    return new User(
        new UserId(name), app, UUID.randomUUID(), "hash", nickname, true, NOW, NOW, NOW);
  }
}
