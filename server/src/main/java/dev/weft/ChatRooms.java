package dev.weft;

import dev.weft.app.Passwords;
import dev.weft.chat.Chat;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Contacts;
import dev.weft.chat.Departures;
import dev.weft.chat.GroupMarkStore;
import dev.weft.chat.GroupMembers;
import dev.weft.chat.GroupModeration;
import dev.weft.chat.GroupStore;
import dev.weft.chat.Groups;
import dev.weft.chat.Ids;
import dev.weft.chat.MessageStore;
import dev.weft.chat.ThreadStore;
import dev.weft.chat.Threads;
import dev.weft.chat.UserMutes;
import dev.weft.chat.UserStore;
import dev.weft.chat.Users;
import dev.weft.storage.Database;
import dev.weft.tx.Transactions;
import java.time.Clock;

/// What people and their groups, threads and messages are made of, on one database.
///
/// @param messages sends, recalls and modifies
record ChatRooms(
    Users users,
    Contacts contacts,
    UserMutes userMutes,
    Groups groups,
    GroupMembers groupMembers,
    GroupModeration groupModeration,
    Chat messages,
    Threads threads) {

  /// @param listener hears of all that happens, inside the transaction in which it does
  static ChatRooms open(
      Database database,
      Passwords passwords,
      Ids ids,
      Clock clock,
      ChatLimits limits,
      ChatListener listener) {
    Transactions transactions = database.transactions();
    UserStore users = database.users();
    GroupStore groups = database.groups();
    GroupMarkStore marks = database.groupMarks();
    ThreadStore threads = database.threads();
    MessageStore messages = database.messages();
    Departures departures = new Departures(groups, marks, threads, listener);
    return new ChatRooms(
        new Users(transactions, users, groups, departures, passwords, clock),
        new Contacts(transactions, users, database.userLinks()),
        new UserMutes(transactions, users, database.userMutes(), clock),
        new Groups(transactions, groups, users, departures, ids, clock, limits, listener),
        new GroupMembers(transactions, groups, marks, users, departures, clock, limits, listener),
        new GroupModeration(transactions, groups, marks, departures, clock, listener),
        new Chat(transactions, threads, groups, messages, ids, clock, limits, listener),
        new Threads(transactions, threads, groups, messages, ids, clock, limits, listener));
  }
}
