package dev.weft.chat;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.AppKey;
import dev.weft.app.Apps;
import dev.weft.app.Credentials;
import dev.weft.app.Passwords;
import dev.weft.app.Sealer;
import dev.weft.app.UserId;
import dev.weft.chat.group.GroupMarkStore;
import dev.weft.chat.group.GroupMembers;
import dev.weft.chat.group.GroupModeration;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.group.Groups;
import dev.weft.chat.group.Groups.NewGroup;
import dev.weft.chat.group.Memberships;
import dev.weft.chat.message.LostMessages;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.Messages;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.room.RoomAbsences;
import dev.weft.chat.room.RoomAttributes;
import dev.weft.chat.room.RoomDependents;
import dev.weft.chat.room.RoomSweeper;
import dev.weft.chat.room.RoomTags;
import dev.weft.chat.room.RoomVisits;
import dev.weft.chat.room.SuperAdmins;
import dev.weft.chat.thread.ThreadMemberships;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.chat.thread.Threads;
import dev.weft.chat.user.LiveDevices;
import dev.weft.chat.user.UserStore;
import dev.weft.chat.user.Users;
import dev.weft.chat.user.Users.NewUser;
import dev.weft.storage.Database;
import dev.weft.tx.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// The chat on a real database, and a record of what it told its listener.
public final class ChatFixture implements AutoCloseable {

  public final SteppingClock clock = new SteppingClock();
  public final Database database;
  public final Transactions transactions;
  final Apps apps;
  public final Users users;
  public final Groups groups;
  public final GroupMembers members;
  public final GroupModeration moderation;
  public final Groups rooms;
  public final GroupMembers roomMembers;
  public final GroupModeration roomModeration;
  public final SuperAdmins superAdmins;
  public final RoomTags roomTags;
  public final RoomAttributes roomAttributes;
  public final RoomVisits roomVisits;
  public final RoomAbsences roomAbsences;
  public final RoomSweeper roomSweeper;
  public final Threads threads;
  public final Messages chat;
  public final App app;

  private final List<ChatEvent> events = new CopyOnWriteArrayList<>();

  public ChatFixture(Database database) {
    this(database, ChatLimits.VENDOR);
  }

  public ChatFixture(Database database, ChatLimits limits) {
    this(database, limits, 0);
  }

  /// One of several nodes on one database.
  public ChatFixture(Database database, ChatLimits limits, int node) {
    this.database = database;
    transactions = database.transactions();
    Passwords passwords = new Passwords(4);
    UserStore userStore = database.users();
    GroupStore groupStore = database.groups();
    GroupMarkStore markStore = database.groupMarks();
    ThreadStore threadStore = database.threads();
    MessageStore messageStore = database.messages();
    Ids ids = new Ids(clock, node, database.newestId());
    ConversationIds conversationIds =
        new ConversationIds(clock, node, database.newestConversation());
    ChatListener listener = (tx, event) -> tx.afterCommit(() -> events.add(event));
    Memberships memberships =
        new Memberships(
            groupStore, markStore, new ThreadMemberships(threadStore, listener), listener);
    Permissions permissions = new Permissions(database.facts(), false, clock);
    apps = new Apps(transactions, database.apps(), passwords, new Sealer(new byte[32]), clock);
    GroupStore roomStore = database.rooms();
    Memberships roomMemberships =
        new Memberships(
            roomStore,
            markStore,
            new RoomDependents(database.roomStores().tags(), database.roomStores().attributes()),
            listener);
    users =
        new Users(
            transactions,
            userStore,
            (tx, of, by, user, now) ->
                memberships.end(tx, of, by, user, now)
                    && roomMemberships.end(tx, of, by, user, now),
            LiveDevices.NONE,
            passwords,
            clock);
    rooms =
        new Groups(
            transactions,
            roomStore,
            userStore,
            roomMemberships,
            permissions,
            conversationIds,
            clock,
            limits,
            listener);
    roomMembers =
        new GroupMembers(
            transactions,
            roomStore,
            markStore,
            userStore,
            roomMemberships,
            permissions,
            clock,
            limits,
            listener);
    roomModeration =
        new GroupModeration(
            transactions, roomStore, markStore, roomMemberships, permissions, clock, listener);
    superAdmins =
        new SuperAdmins(
            transactions, database.roomStores().superAdmins(), userStore, clock, listener);
    roomTags = new RoomTags(transactions, roomStore, database.roomStores().tags(), clock);
    roomAttributes =
        new RoomAttributes(
            transactions,
            roomStore,
            database.roomStores().attributes(),
            permissions,
            clock,
            listener);
    roomVisits =
        new RoomVisits(
            transactions,
            roomStore,
            markStore,
            userStore,
            roomMembers,
            permissions,
            clock,
            limits,
            listener);
    roomAbsences = new RoomAbsences(database.roomStores().absences());
    roomSweeper =
        new RoomSweeper(
            transactions,
            apps::find,
            roomStore,
            database.roomStores().absences(),
            roomMemberships,
            clock);
    groups =
        new Groups(
            transactions,
            groupStore,
            userStore,
            memberships,
            permissions,
            conversationIds,
            clock,
            limits,
            listener);
    members =
        new GroupMembers(
            transactions,
            groupStore,
            markStore,
            userStore,
            memberships,
            permissions,
            clock,
            limits,
            listener);
    moderation =
        new GroupModeration(
            transactions, groupStore, markStore, memberships, permissions, clock, listener);
    threads =
        new Threads(
            transactions,
            threadStore,
            groupStore,
            messageStore,
            permissions,
            conversationIds,
            clock,
            limits,
            listener);
    chat =
        new Messages(
            transactions,
            threadStore,
            groupStore,
            roomStore,
            messageStore,
            permissions,
            ids,
            clock,
            limits,
            new LostMessages(clock),
            listener);
    app = makeApp("app");
  }

  public App makeApp(String name) {
    return apps.ensure(new AppKey("org", name), new Credentials("id-" + name, "secret"));
  }

  /// What was told since the last call.
  public List<ChatEvent> takeEvents() {
    List<ChatEvent> taken = new ArrayList<>(events);
    events.clear();
    return taken;
  }

  public void register(String... names) {
    // As many as one call takes: more passwords would not wait.
    for (int from = 0; from < names.length; from += 60) {
      users.registerEach(
          app,
          Stream.of(names)
              .skip(from)
              .limit(60)
              .map(name -> new NewUser(UserId.of(name), "pw", null))
              .toList());
    }
  }

  /// A group whose owner and members are registered already.
  public Group makeGroup(String owner, String... others) {
    return groups.create(app, Actor.SERVER, newGroup(owner, others));
  }

  /// A room whose owner and members are registered already.
  public Group makeRoom(String owner, String... others) {
    return rooms.create(app, Actor.SERVER, newGroup(owner, others));
  }

  public static NewGroup newGroup(String owner, String... others) {
    GroupDetails details = new GroupDetails("name", "", "", true, false, false, true, 200, "");
    return new NewGroup(Optional.empty(), UserId.of(owner), details, ids(others));
  }

  /// A thread on a fresh message of the group.
  public ChatThread makeThread(Group group, String owner, String... others) {
    UserId creator = UserId.of(owner);
    Content content = new Content(MessageType.TXT, "{\"msg\":\"hi\"}", Content.NO_EXT);
    ConversationId target = new ConversationId(group.id().value());
    Map<ConversationId, MessageId> sent =
        chat.sendToGroups(app, Actor.SERVER, creator, List.of(target), content, Origin.SERVER);
    MessageId parent = sent.values().iterator().next();
    ChatThread thread = threads.create(app, Actor.SERVER, group.id(), parent, "thread", creator);
    if (others.length > 0) {
      threads.join(app, Actor.SERVER, thread.id(), ids(others));
    }
    return thread;
  }

  public List<String> threadMembers(ChatThread thread) {
    return threads.members(app, Actor.SERVER, thread.id(), 50, null).items().stream()
        .map(UserId::value)
        .toList();
  }

  public static List<UserId> ids(String... names) {
    return Stream.of(names).map(UserId::of).toList();
  }

  @Override
  public void close() {
    database.close();
  }
}
