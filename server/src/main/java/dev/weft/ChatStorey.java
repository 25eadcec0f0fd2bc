package dev.weft;

import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ConversationIds;
import dev.weft.chat.Ids;
import dev.weft.chat.broadcast.Broadcasts;
import dev.weft.chat.client.ClientListener;
import dev.weft.chat.file.Attachments;
import dev.weft.chat.file.ChatFiles;
import dev.weft.chat.file.FileContents;
import dev.weft.chat.file.FileStore;
import dev.weft.chat.file.FileSweeper;
import dev.weft.chat.file.PartSweep;
import dev.weft.chat.file.PartUploads;
import dev.weft.chat.group.GroupHiding;
import dev.weft.chat.group.GroupJoins;
import dev.weft.chat.group.GroupMarkStore;
import dev.weft.chat.group.GroupMembers;
import dev.weft.chat.group.GroupModeration;
import dev.weft.chat.group.GroupRequests;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.group.Groups;
import dev.weft.chat.group.JoinCheck;
import dev.weft.chat.group.Memberships;
import dev.weft.chat.message.History;
import dev.weft.chat.message.LostMessages;
import dev.weft.chat.message.MessageImports;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.Messages;
import dev.weft.chat.message.NewestMessages;
import dev.weft.chat.message.ReadMarks;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.share.SharedFiles;
import dev.weft.chat.share.SharedFilesEnd;
import dev.weft.chat.stream.StreamMessages;
import dev.weft.chat.thread.ThreadMemberships;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.chat.thread.Threads;
import dev.weft.chat.user.Contacts;
import dev.weft.chat.user.LiveDevices;
import dev.weft.chat.user.UserMutes;
import dev.weft.chat.user.UserStore;
import dev.weft.chat.user.Users;
import dev.weft.config.Settings;
import dev.weft.gateway.ServerSends;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.util.List;

/// What people and their groups, threads, messages and files are made of, on one database.
///
/// @param messages sends, recalls and modifies
record ChatStorey(
    Users users,
    Contacts contacts,
    UserMutes userMutes,
    Groups groups,
    GroupMembers groupMembers,
    GroupJoins groupJoins,
    GroupRequests groupRequests,
    GroupModeration groupModeration,
    GroupHiding groupHiding,
    RoomStorey rooms,
    Messages messages,
    NewestMessages newestMessages,
    MessageImports imports,
    Broadcasts broadcasts,
    StreamMessages streams,
    Threads threads,
    ChatFiles files,
    PartUploads partUploads,
    FileSweeper fileSweeper,
    SharedFiles sharedFiles,
    History history) {

  /// @param devices those that are logged in
  /// @param acted is told of what clients do, inside its transaction
  /// @param listeners are told of all that happens, in this order, inside the transaction in which
  ///   it does
  /// @param opened takes what is to be closed
  static ChatStorey open(
      Settings settings,
      Clock clock,
      Foundation base,
      Ids ids,
      ConversationIds conversationIds,
      LostMessages lost,
      LiveDevices devices,
      ClientListener acted,
      ReadMarks reads,
      List<ChatListener> listeners,
      Opened opened) {
    Transactions transactions = base.transactions();
    ChatLimits limits = Configured.chatLimits(settings.chat());
    FileStore fileStore = base.database().files().files();
    FileContents contents = base.database().fileContents(base.folder().files());
    ChatFiles files =
        new ChatFiles(
            transactions, fileStore, contents, clock, Configured.fileLimits(settings.chat()));
    PartSweep partSweep =
        new PartSweep(transactions, base.database().files().parts(), contents, clock);
    FileSweeper fileSweeper =
        opened.add("file sweeper", new FileSweeper(files, partSweep, base.loops()));
    PartUploads partUploads =
        new PartUploads(
            transactions, base.database().files().parts(), contents, files, fileSweeper, clock);
    Attachments attachments = new Attachments(fileStore, fileSweeper);
    ChatListener listener =
        (tx, event) -> {
          listeners.forEach(each -> each.on(tx, event));
          attachments.on(tx, event);
        };
    UserStore users = base.database().users();
    GroupStore groups = base.database().groups();
    GroupMarkStore marks = base.database().groupMarks();
    ThreadStore threads = base.database().threads();
    MessageStore messages = base.database().messages();
    Permissions permissions =
        new Permissions(base.database().facts(), settings.chat().contactsOnly(), clock);
    Memberships memberships =
        new Memberships(
            groups,
            marks,
            new SharedFilesEnd(
                base.database().files().shared(),
                fileSweeper,
                new ThreadMemberships(threads, listener)),
            listener);
    JoinCheck joinCheck = new JoinCheck(users, groups, limits);
    GroupRequests requests =
        new GroupRequests(transactions, groups, marks, joinCheck, permissions, clock, listener);
    RoomStorey rooms =
        RoomStorey.open(base, permissions, conversationIds, clock, limits, listener, opened);
    Messages sending =
        new Messages(
            transactions,
            threads,
            groups,
            base.database().rooms(),
            messages,
            permissions,
            ids,
            clock,
            limits,
            lost,
            listener);
    return new ChatStorey(
        new Users(
            transactions,
            users,
            (tx, app, by, user, now) ->
                memberships.end(tx, app, by, user, now)
                    && rooms.memberships().end(tx, app, by, user, now),
            devices,
            base.passwords(),
            clock),
        new Contacts(transactions, users, base.database().userLinks(), acted, clock),
        new UserMutes(transactions, users, base.database().userMutes(), clock),
        new Groups(
            transactions,
            groups,
            users,
            memberships,
            permissions,
            conversationIds,
            clock,
            limits,
            listener),
        new GroupMembers(
            transactions, groups, marks, users, memberships, permissions, clock, limits, listener),
        new GroupJoins(transactions, groups, marks, joinCheck, requests, clock, listener),
        requests,
        new GroupModeration(transactions, groups, marks, memberships, permissions, clock, listener),
        new GroupHiding(transactions, groups, marks, clock, listener),
        rooms,
        sending,
        new NewestMessages(transactions, threads, messages, permissions),
        new MessageImports(transactions, groups, messages, ids, clock, reads, listener),
        opened.add(
            "broadcasts",
            new Broadcasts(
                transactions,
                base.database().broadcasts(),
                users,
                base.database().rooms(),
                messages,
                base.apps()::find,
                ids,
                clock,
                listener,
                base.loops())),
        opened.add(
            "streams",
            new StreamMessages(
                transactions,
                base.database().streams(),
                groups,
                messages,
                sending,
                base.apps()::find,
                ServerSends::streamed,
                ids,
                clock,
                listener,
                base.loops())),
        new Threads(
            transactions,
            threads,
            groups,
            messages,
            permissions,
            conversationIds,
            clock,
            limits,
            listener),
        files,
        partUploads,
        fileSweeper,
        new SharedFiles(
            transactions,
            base.database().files().shared(),
            groups,
            files,
            fileSweeper,
            permissions,
            clock,
            listener),
        new History(transactions, messages, clock));
  }
}
