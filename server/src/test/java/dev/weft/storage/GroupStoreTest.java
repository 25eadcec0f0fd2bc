package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Group;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import dev.weft.chat.Member;
import dev.weft.chat.MessageId;
import dev.weft.chat.Page;
import dev.weft.chat.ThreadId;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.thread.ThreadStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every database does with groups and their members.
class GroupStoreTest extends EachStore {

  private static final GroupId ID = new GroupId(1_600_000_000_000_000_000L);

  private AppId app;
  private AppId otherApp;

  private ThreadStore threads() {
    return database.threads();
  }

  private GroupStore groups() {
    return database.groups();
  }

  @BeforeEach
  void makeApps() {
    app = makeApp("app");
    otherApp = makeApp("other");
  }

  @Test
  void gives_back_what_it_was_given() {
    Group group = insert(ID, "owner");

    assertThat(find(app, ID)).isEqualTo(group);
  }

  @Test
  void keeps_the_apps_apart() {
    insert(ID, "owner");

    assertThat(find(otherApp, ID)).isNull();
    assertThat(this.<Boolean>read(snapshot -> groups().exists(snapshot, otherApp, ID))).isFalse();
    assertThat(this.<Boolean>read(snapshot -> groups().exists(snapshot, app, ID))).isTrue();
  }

  @Test
  void knows_the_ids_of_groups_and_threads_as_taken() {
    insert(ID, "owner");
    insertThread(77);

    assertThat(isTaken(ID.value())).isTrue();
    assertThat(isTaken(77)).isTrue();
    assertThat(isTaken(78)).isFalse();
  }

  @Test
  void keeps_changes() {
    Group group = insert(ID, "owner");
    GroupDetails details = new GroupDetails("n", "a", "d", false, false, true, true, 7, "custom");
    Group changed =
        group
            .withDetails(details, NOW.plusSeconds(1))
            .ownedBy(new UserId("heir"), NOW.plusSeconds(2));

    run(tx -> groups().update(tx, changed));

    assertThat(find(app, ID)).isEqualTo(changed);
  }

  @Test
  void counts_members_as_they_come_and_go() {
    insert(ID, "owner", "ann", "ben");

    boolean again = call(tx -> groups().addMember(tx, app, ID, member("ann")));
    boolean removed = call(tx -> groups().removeMember(tx, ID, new UserId("ben")));
    boolean stranger = call(tx -> groups().removeMember(tx, ID, new UserId("nobody")));

    assertThat(List.of(again, removed, stranger)).containsExactly(false, true, false);
    assertThat(find(app, ID)).extracting(Group::memberCount).isEqualTo(2);
  }

  @Test
  void shows_the_owner_first_and_then_who_came_earlier() {
    Group group = insert(ID, "ann", "ben", "cleo", "dan");
    Group after = group.ownedBy(new UserId("cleo"), NOW);

    assertThat(names(after, 0, 10)).containsExactly("cleo", "ann", "ben", "dan");
    assertThat(names(after, 0, 2)).containsExactly("cleo", "ann");
    assertThat(names(after, 2, 2)).containsExactly("ben", "dan");
    assertThat(names(after, 4, 2)).isEmpty();
  }

  @Test
  void pages_through_members_beside_the_owner() {
    Group group = insert(ID, "owner", "ann", "ben", "cleo");

    Page<Member> first = beside(group, 2, false, null);
    Page<Member> second = beside(group, 2, false, first.next());

    assertThat(names(first)).containsExactly("ann", "ben");
    assertThat(names(second)).containsExactly("cleo");
    assertThat(second.next()).isNull();
  }

  @Test
  void pages_through_members_beside_the_owner_newest_first() {
    Group group = insert(ID, "owner", "ann", "ben", "cleo");

    Page<Member> first = beside(group, 2, true, null);
    Page<Member> second = beside(group, 2, true, first.next());

    assertThat(names(first)).containsExactly("cleo", "ben");
    assertThat(names(second)).containsExactly("ann");
  }

  @Test
  void tells_admins_from_members() {
    insert(ID, "owner", "ann", "ben");

    run(tx -> groups().changeRole(tx, ID, new UserId("ben"), Member.Role.ADMIN));

    assertThat(this.<List<Member>>read(snapshot -> groups().admins(snapshot, ID)))
        .extracting(Member::user)
        .containsExactly(new UserId("ben"));
    assertThat(
            this.<Member>read(
                snapshot -> groups().member(snapshot, ID, new UserId("ben")).orElseThrow()))
        .isEqualTo(new Member(new UserId("ben"), Member.Role.ADMIN, NOW));
  }

  @Test
  void forgets_a_deleted_group_with_its_members() {
    Group group = insert(ID, "owner", "ann");

    run(tx -> groups().delete(tx, group));

    assertThat(find(app, ID)).isNull();
    assertThat(joined("ann")).isEmpty();
    assertThat(this.<Integer>call(tx -> groups().countForUpdate(tx, app))).isZero();
  }

  @Test
  void lists_the_groups_of_an_app_page_by_page() {
    GroupId second = new GroupId(ID.value() + 1);
    GroupId third = new GroupId(ID.value() + 2);
    insert(third, "owner");
    insert(ID, "owner");
    insert(second, "owner");

    Page<Group> page = this.read(snapshot -> groups().list(snapshot, app, 2, null));
    Page<Group> rest = this.read(snapshot -> groups().list(snapshot, app, 2, page.next()));

    assertThat(page.items()).extracting(Group::id).containsExactly(ID, second);
    assertThat(rest.items()).extracting(Group::id).containsExactly(third);
    assertThat(rest.next()).isNull();
    assertThat(this.<Integer>call(tx -> groups().countForUpdate(tx, app))).isEqualTo(3);
  }

  @Test
  void lists_the_groups_a_user_is_in_by_time_of_joining() {
    GroupId second = new GroupId(ID.value() + 1);
    insert(second, "owner", "ann");
    insert(ID, "ann");

    assertThat(joined("ann")).extracting(Group::id).containsExactly(second, ID);
    assertThat(
            this.<List<Group>>read(
                snapshot -> groups().joinedBy(snapshot, app, new UserId("ann"), 1, 5)))
        .extracting(Group::id)
        .containsExactly(ID);
    assertThat(
            this.<Integer>read(snapshot -> groups().countJoined(snapshot, app, new UserId("ann"))))
        .isEqualTo(2);
  }

  private List<Group> joined(String user) {
    return read(snapshot -> groups().joinedBy(snapshot, app, new UserId(user), 0, 10));
  }

  private List<String> names(Group group, int offset, int limit) {
    List<Member> members = read(snapshot -> groups().members(snapshot, group, offset, limit));
    return members.stream().map(member -> member.user().value()).toList();
  }

  private static List<String> names(Page<Member> page) {
    return page.items().stream().map(member -> member.user().value()).toList();
  }

  private Page<Member> beside(Group group, int limit, boolean newestFirst, @Nullable String after) {
    return read(
        snapshot -> groups().membersBesideOwner(snapshot, group, limit, newestFirst, after));
  }

  private @Nullable Group find(AppId in, GroupId id) {
    return read(snapshot -> groups().find(snapshot, in, id)).orElse(null);
  }

  private boolean isTaken(long id) {
    return read(snapshot -> groups().isTaken(snapshot, new GroupId(id)));
  }

  /// A group with its members, the owner first.
  private Group insert(GroupId id, String... members) {
    GroupDetails details =
        new GroupDetails("name", "avatar", "description", true, true, false, true, 200, "");
    Group group =
        new Group(
            id,
            GroupKind.GROUP,
            app,
            new UserId(members[0]),
            details,
            NOW,
            NOW,
            members.length,
            false,
            false);
    run(
        tx -> {
          groups().insert(tx, group);
          for (String member : members) {
            groups().addMember(tx, app, id, member(member));
          }
        });
    return group;
  }

  private void insertThread(long id) {
    ChatThread thread =
        new ChatThread(
            new ThreadId(id),
            app,
            ID,
            new MessageId(5),
            "thread",
            new UserId("owner"),
            NOW,
            0,
            null,
            NOW,
            0);
    run(tx -> threads().insert(tx, thread));
  }

  private static Member member(String name) {
    return new Member(new UserId(name), Member.Role.MEMBER, NOW);
  }
}
