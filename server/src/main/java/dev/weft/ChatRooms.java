package dev.weft;

import dev.weft.app.Passwords;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ConversationIds;
import dev.weft.chat.Ids;
import dev.weft.chat.group.GroupMarkStore;
import dev.weft.chat.group.GroupMembers;
import dev.weft.chat.group.GroupModeration;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.group.Groups;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.Messages;
import dev.weft.chat.thread.MemberRemoval;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.chat.thread.Threads;
import dev.weft.chat.user.Contacts;
import dev.weft.chat.user.UserMutes;
import dev.weft.chat.user.UserStore;
import dev.weft.chat.user.Users;
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
    Messages messages,
    Threads threads) {

  /// @param listener hears of all that happens, inside the transaction in which it does
  static ChatRooms open(
      Database database,
      Passwords passwords,
      Ids ids,
      ConversationIds conversationIds,
      Clock clock,
      ChatLimits limits,
      ChatListener listener) {
    Transactions transactions = database.transactions();
    UserStore users = database.users();
    GroupStore groups = database.groups();
    GroupMarkStore marks = database.groupMarks();
    ThreadStore threads = database.threads();
    MessageStore messages = database.messages();
    MemberRemoval memberRemoval = new MemberRemoval(groups, marks, threads, listener);
    return new ChatRooms(
        new Users(transactions, users, groups, memberRemoval, passwords, clock),
        new Contacts(transactions, users, database.userLinks()),
        new UserMutes(transactions, users, database.userMutes(), clock),
        new Groups(
            transactions, groups, users, memberRemoval, conversationIds, clock, limits, listener),
        new GroupMembers(
            transactions, groups, marks, users, memberRemoval, clock, limits, listener),
        new GroupModeration(transactions, groups, marks, memberRemoval, clock, listener),
        new Messages(transactions, threads, groups, messages, ids, clock, limits, listener),
        new Threads(
            transactions, threads, groups, messages, conversationIds, clock, limits, listener));
  }
}
