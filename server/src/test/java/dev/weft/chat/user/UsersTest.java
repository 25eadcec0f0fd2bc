package dev.weft.chat.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.Bearer;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupDeleted;
import dev.weft.chat.ChatEvent.GroupLeft;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatEvent.ThreadDeleted;
import dev.weft.chat.ChatEvent.ThreadLeft;
import dev.weft.chat.ChatFixture;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Group;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.User;
import dev.weft.chat.user.Users.NewUser;
import dev.weft.chat.user.Users.Registration;
import dev.weft.storage.EachDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsersTest extends EachDatabase {

  private static final UserId ALICE = UserId.of("Alice");

  private ChatFixture fixture;
  private Users users;
  private App app;

  @BeforeEach
  void open() {
    fixture = new ChatFixture(openDatabase());
    users = fixture.users;
    app = fixture.app;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void keep_the_hash_of_a_password_and_not_the_password() {
    User alice = register(new NewUser(ALICE, "open sesame", "Al"));

    assertThat(alice.passwordHash()).startsWith("$2a$").doesNotContain("open sesame");
    assertThat(users.find(app, ALICE)).contains(alice);
    assertThat(alice.nickname()).isEqualTo("Al");
    assertThat(alice.activated()).isTrue();
  }

  @Test
  void hide_a_password_from_whoever_logs_a_request() {
    assertThat(new NewUser(ALICE, "open sesame", null).toString()).doesNotContain("sesame");
  }

  @Test
  void know_a_name_in_any_case_as_the_same() {
    fixture.register("Alice");

    assertThat(users.registerEach(app, List.of(new NewUser(UserId.of("ALICE"), "x", null))))
        .containsExactly(new Registration.NameTaken(UserId.of("alice")));
  }

  @Test
  void register_those_of_a_batch_whose_names_are_free() {
    fixture.register("bob");

    List<Registration> results =
        users.registerEach(
            app,
            List.of(
                new NewUser(ALICE, "1", null),
                new NewUser(UserId.of("bob"), "2", null),
                new NewUser(UserId.of("cleo"), "3", null)));

    assertThat(results.get(0)).isInstanceOf(Registration.Registered.class);
    assertThat(results.get(1)).isEqualTo(new Registration.NameTaken(UserId.of("bob")));
    assertThat(results.get(2)).isInstanceOf(Registration.Registered.class);
    assertThat(users.signIn(app, UserId.of("cleo"), "3").id()).isEqualTo(UserId.of("cleo"));
    assertThat(users.signIn(app, UserId.of("bob"), "pw").id()).isEqualTo(UserId.of("bob"));
  }

  @Test
  void sign_in_with_the_right_password_only() {
    register(new NewUser(ALICE, "right", null));

    assertThat(users.signIn(app, ALICE, "right").id()).isEqualTo(ALICE);
    assertThat(refusal(() -> users.signIn(app, ALICE, "wrong")))
        .isEqualTo(new Refusal.SignInWrongPassword());
    assertThat(refusal(() -> users.signIn(app, UserId.of("nobody"), "right")))
        .isEqualTo(new Refusal.SignInUnknownUser());
  }

  @Test
  void change_a_password_and_void_the_tokens_issued_before() {
    register(new NewUser(ALICE, "old", null));
    Bearer.OfUser before = tokenIssuedNow();
    fixture.clock.step(Duration.ofSeconds(1));

    users.changePassword(app, ALICE, "new");

    assertThat(users.signIn(app, ALICE, "new").id()).isEqualTo(ALICE);
    assertThat(refusal(() -> users.signIn(app, ALICE, "old")))
        .isEqualTo(new Refusal.SignInWrongPassword());
    assertThat(users.bearerOf(app, before)).isEmpty();
    assertThat(users.bearerOf(app, tokenIssuedNow())).isPresent();
  }

  @Test
  void keep_a_deactivated_user_out_until_activated() {
    fixture.register("alice");

    users.setActivated(app, ALICE, false);
    Refusal whileDeactivated = refusal(() -> users.signIn(app, ALICE, "pw"));
    boolean tokenWhileDeactivated = users.bearerOf(app, tokenIssuedNow()).isPresent();
    users.setActivated(app, ALICE, true);

    assertThat(whileDeactivated).isEqualTo(new Refusal.SignInDeactivated());
    assertThat(tokenWhileDeactivated).isFalse();
    assertThat(users.signIn(app, ALICE, "pw").activated()).isTrue();
  }

  @Test
  void void_the_tokens_of_a_user_who_is_signed_out() {
    fixture.register("alice");
    Bearer.OfUser before = tokenIssuedNow();
    fixture.clock.step(Duration.ofSeconds(1));

    users.signOut(app, ALICE);

    assertThat(users.bearerOf(app, before)).isEmpty();
  }

  @Test
  void answer_changes_of_an_unknown_user_with_nothing() {
    assertThat(users.changePassword(app, ALICE, "x")).isEmpty();
    assertThat(users.setActivated(app, ALICE, false)).isEmpty();
    assertThat(users.signOut(app, ALICE)).isEmpty();
    assertThat(users.delete(app, Actor.SERVER, ALICE)).isEmpty();
  }

  @Test
  void find_or_register_gives_the_same_user_each_time() {
    User first = users.findOrRegister(app, ALICE);

    assertThat(users.findOrRegister(app, ALICE)).isEqualTo(first);
  }

  @Test
  void leave_the_names_of_another_app_alone() {
    fixture.register("alice");
    App other = fixture.makeApp("other");

    users.registerEach(other, List.of(new NewUser(ALICE, "other", null)));
    users.delete(other, Actor.SERVER, ALICE);

    assertThat(users.find(app, ALICE)).isPresent();
  }

  @Test
  void take_a_deleted_user_out_of_groups_and_their_threads() {
    fixture.register("owner", "alice");
    Group group = fixture.makeGroup("owner", "alice");
    ChatThread thread = fixture.makeThread(group, "owner", "alice");
    fixture.takeEvents();

    users.delete(app, Actor.SERVER, ALICE);

    assertThat(users.find(app, ALICE)).isEmpty();
    assertThat(fixture.members.isMember(app, group.id(), ALICE)).isFalse();
    assertThat(fixture.threadMembers(thread)).containsExactly("owner");
    assertThat(fixture.takeEvents())
        .satisfiesExactly(
            event ->
                assertThat((GroupLeft) event)
                    .returns(LeaveKind.KICK, GroupLeft::kind)
                    .returns(List.of(ALICE), GroupLeft::users),
            event ->
                assertThat((ThreadLeft) event)
                    .returns(false, ThreadLeft::kicked)
                    .returns(List.of(ALICE), ThreadLeft::users));
  }

  @Test
  void delete_the_groups_of_a_deleted_owner_with_their_threads() {
    fixture.register("alice", "bob");
    Group group = fixture.makeGroup("alice", "bob");
    fixture.makeThread(group, "bob");
    fixture.takeEvents();

    users.delete(app, Actor.SERVER, ALICE);

    assertThat(fixture.groups.find(app, List.of(group.id()))).isEmpty();
    assertThat(fixture.takeEvents())
        .extracting(Object::getClass)
        .containsExactly(ThreadDeleted.class, GroupLeft.class, GroupDeleted.class);
  }

  @Test
  void delete_a_user_of_more_groups_than_one_step_takes() {
    fixture.register("owner", "alice");
    List<Group> groups =
        IntStream.range(0, 205).mapToObj(_ -> fixture.makeGroup("owner", "alice")).toList();

    users.delete(app, Actor.SERVER, ALICE);

    assertThat(users.find(app, ALICE)).isEmpty();
    assertThat(fixture.groups.joinedBy(app, ALICE, 0, 1).total()).isZero();
    assertThat(fixture.groups.joinedBy(app, UserId.of("owner"), 0, 1).total())
        .isEqualTo(groups.size());
  }

  private User register(NewUser user) {
    Registration result = users.registerEach(app, List.of(user)).getFirst();
    return ((Registration.Registered) result).user();
  }

  private Bearer.OfUser tokenIssuedNow() {
    return new Bearer.OfUser(app.id(), "alice", Instant.now(fixture.clock), 0);
  }

  private static Refusal refusal(Runnable work) {
    return assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(work::run)
        .actual()
        .refusal();
  }
}
