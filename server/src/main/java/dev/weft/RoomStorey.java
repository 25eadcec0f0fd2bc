package dev.weft;

import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ConversationIds;
import dev.weft.chat.group.GroupMarkStore;
import dev.weft.chat.group.GroupMembers;
import dev.weft.chat.group.GroupModeration;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.group.Groups;
import dev.weft.chat.group.Memberships;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.room.RoomAttributeStore;
import dev.weft.chat.room.RoomAttributes;
import dev.weft.chat.room.RoomDependents;
import dev.weft.chat.room.RoomSweeper;
import dev.weft.chat.room.RoomTagStore;
import dev.weft.chat.room.RoomTags;
import dev.weft.chat.room.RoomVisits;
import dev.weft.chat.room.SuperAdmins;
import dev.weft.chat.user.UserStore;
import dev.weft.loop.Loop;
import dev.weft.storage.Database;
import dev.weft.tx.Transactions;
import dev.weft.web.api.Routes;
import dev.weft.web.room.RoomRoutes;
import dev.weft.web.room.RoomServices;
import java.time.Clock;
import java.util.function.Consumer;

/// Chat rooms: the services of groups over the store of rooms, and what only rooms have.
///
/// @param services what the calls about rooms use
/// @param memberships ends those of a user who is deleted
/// @param visits who comes in and goes from a client
/// @param sweeper puts out who stays offline
record RoomStorey(RoomServices services, Memberships memberships, RoomVisits visits, Loop sweeper) {

  static RoomStorey open(
      Foundation base,
      Permissions permissions,
      ConversationIds ids,
      Clock clock,
      ChatLimits limits,
      ChatListener listener,
      Opened opened) {
    Database database = base.database();
    Transactions transactions = base.transactions();
    GroupStore rooms = database.rooms();
    GroupMarkStore marks = database.groupMarks();
    UserStore users = database.users();
    RoomTagStore tags = database.roomStores().tags();
    RoomAttributeStore attributes = database.roomStores().attributes();
    Memberships memberships =
        new Memberships(rooms, marks, new RoomDependents(tags, attributes), listener);
    GroupMembers members =
        new GroupMembers(
            transactions, rooms, marks, users, memberships, permissions, clock, limits, listener);
    RoomSweeper sweeper =
        new RoomSweeper(
            transactions,
            base.apps()::find,
            rooms,
            database.roomStores().absences(),
            memberships,
            clock);
    return new RoomStorey(
        new RoomServices(
            new Groups(
                transactions, rooms, users, memberships, permissions, ids, clock, limits, listener),
            members,
            new GroupModeration(
                transactions, rooms, marks, memberships, permissions, clock, listener),
            new SuperAdmins(
                transactions, database.roomStores().superAdmins(), users, clock, listener),
            new RoomTags(transactions, rooms, tags, clock),
            new RoomAttributes(transactions, rooms, attributes, permissions, clock, listener)),
        memberships,
        new RoomVisits(
            transactions, rooms, marks, users, members, permissions, clock, limits, listener),
        opened.add("rooms", base.loops().background("rooms", sweeper::step)));
  }

  /// Adds the calls about rooms.
  Consumer<Routes> routes() {
    return routes -> RoomRoutes.addAll(services, routes);
  }
}
