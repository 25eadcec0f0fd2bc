// What SDK 5, which the Easemob kit bundles, offers beyond what the kit itself calls: one call after another, by the managers
// that the kit's store has. Each gives `check` what it answered.
import assert from 'node:assert/strict';

/** Calls a method of a manager in a window. */
async function call(window, manager, method, ...args) {
  const { answer, error } = await window.page.evaluate(async ([manager, method, args]) => {
    const client = window.kit.rootStore.client;
    const owner = manager === 'client' ? client : client[manager];
    try {
      const said = await owner[method](...args);
      return { answer: said === undefined ? null : JSON.parse(JSON.stringify(said)) };
    } catch (e) {
      return { error: { code: e?.code, message: String(e?.message ?? e) } };
    }
  }, [manager, method, args]);
  if (error) throw Object.assign(new Error(`${manager}.${method}: ${error.code} ${error.message}`), error);
  return answer;
}

/** Sends a text by the SDK, and gives its id. */
async function send(window, to, content, options = {}) {
  const id = await window.page.evaluate(async ([to, content, options]) => {
    const { chatManager } = window.kit.rootStore.client;
    const message = chatManager.createTextMessage({ conversationId: to, conversationType: 'groupChat', content, ...options });
    return (await chatManager.sendMessage(message)).msgServerId;
  }, [to, content, options]);
  assert.ok(id);
  return id;
}

async function refuses(window, manager, method, ...args) {
  await assert.rejects(call(window, manager, method, ...args), { code: 210 });
}

/** @param scene two windows of users who are contacts */
export async function callAll({ ada, bob, id, window, refused }) {
  const [me, other] = [id('ada'), id('bob')];
  const { groupId } = await call(ada, 'groupManager', 'createGroup', {
    name: 'Five', description: 'd', memberIds: [other], public: true, maxMembers: 200, joinApprovalRequired: false,
    allowInvites: true, inviteNeedConfirm: false, ext: 'x',
  });
  const here = { conversationId: groupId, conversationType: 'groupChat' };
  const messageId = await send(ada, groupId, 'Porridge at five', { needReadReceipt: true });

  // Messages
  const chat = (who, method, more) => call(who, 'chatManager', method, { ...here, ...more });
  await bob.until('the message is there', (store, wanted) => store.messageStore.message.groupChat[wanted]?.length > 0, groupId);
  await chat(bob, 'sendMessageReadReceipts', { messageIds: [messageId] });
  const found = await chat(ada, 'searchMessages', { option: { keywordList: ['porridge'], ...here }, pageNum: 1, pageSize: 20 });
  assert.deepEqual(found.messages.map((one) => one.msgServerId), [messageId]);
  const readers = await call(ada, 'chatManager', 'getGroupMessageReadUsers', { groupId, messageId });
  assert.deepEqual(readers.users.map((one) => one.userId), [other]);
  assert.equal(readers.count, 1);
  const counts = await call(ada, 'chatManager', 'getGroupMessageReadReceipts', { groupId, messageIds: [messageId] });
  assert.deepEqual(counts, [{ messageId, count: 1 }]);
  const history = await chat(ada, 'getHistoryMessages', { pageSize: 10 });
  assert.equal(history.items[0].body.content, 'Porridge at five');
  await call(bob, 'chatManager', 'addReaction', { messageId, reaction: '👍' });
  const reaction = await call(ada, 'chatManager', 'getReactionDetail', { messageId, reaction: '👍', pageSize: 10 });
  assert.deepEqual(reaction.reactionUsers.map((one) => one.userId), [other]);
  await call(bob, 'chatManager', 'removeReaction', { messageId, reaction: '👍' });
  await chat(ada, 'pinMessage', { messageId });
  assert.equal((await chat(ada, 'getPinnedMessageList', { pageSize: 10 })).items[0].messageId, messageId);
  await chat(ada, 'unpinMessage', { messageId });
  await chat(ada, 'setConversationPinned', { pinned: true });
  await call(ada, 'chatManager', 'addConversationMark', { conversations: [here], mark: 3 });
  await call(ada, 'chatManager', 'removeConversationMark', { conversations: [here], mark: 3 });
  await chat(bob, 'clearConversationUnreadMessageCount');

  // Threads
  const thread = (who, method, more) => call(who, 'chatThreadManager', method, more);
  const { chatThreadId } = await thread(ada, 'createChatThread', { name: 'Bowls', messageId, parentId: groupId });
  await thread(bob, 'joinChatThread', { chatThreadId });
  const inThread = await send(bob, chatThreadId, 'Two', { isChatThread: true });
  const shown = await thread(ada, 'getChatThreadInfo', { chatThreadId });
  assert.deepEqual([shown.name, shown.ownerId, shown.memberCount, shown.messageCount], ['Bowls', me, 2, 1]);
  assert.equal((await thread(ada, 'getChatThreadList', { parentId: groupId, pageSize: 10 })).items[0].chatThreadId, chatThreadId);
  assert.equal((await thread(bob, 'getJoinedChatThreadList', { parentId: groupId, pageSize: 10 })).items[0].chatThreadId, chatThreadId);
  const members = await thread(ada, 'getChatThreadMemberList', { chatThreadId, pageSize: 10 });
  assert.deepEqual(members.items.map((one) => one.memberId), [me, other]);
  const last = await thread(ada, 'getChatThreadLastMessageList', { chatThreadIds: [chatThreadId] });
  assert.equal(last.items[0].lastMessage.msgId, inThread);
  await thread(ada, 'updateChatThreadName', { chatThreadId, name: 'Spoons' });
  await thread(ada, 'removeChatThreadMember', { chatThreadId, memberId: other });
  await thread(bob, 'joinChatThread', { chatThreadId });
  await thread(bob, 'leaveChatThread', { chatThreadId });
  await thread(ada, 'destroyChatThread', { chatThreadId });

  const edited = await chat(ada, 'modifyMessage', { messageId, message: { type: 'text', body: { content: 'Porridge at six' } } });
  assert.equal(edited.modifiedInfo.operationCount, 1);
  await chat(ada, 'recallMessage', { messageId, ext: 'late' });
  await chat(ada, 'removeHistoryMessages', { beforeTimestamp: Date.now() });

  // Groups
  const group = (who, method, more) => call(who, 'groupManager', method, { groupId, ...more });
  await group(ada, 'updateGroupInfo', { name: 'Six', description: 'e', avatar: 'http://127.0.0.1/a', ext: 'y' });
  assert.equal((await group(ada, 'getGroupInfo')).name, 'Six');
  const inGroup = await group(ada, 'getGroupMemberList', { pageSize: 10 });
  assert.deepEqual(inGroup.items.map((one) => [one.user.userId, one.role]), [[me, 'owner'], [other, 'member']]);
  await group(ada, 'addGroupAdmin', { userId: other });
  assert.deepEqual((await group(ada, 'getGroupAdminList')).map((one) => one.userId), [other]);
  await group(ada, 'removeGroupAdmin', { userId: other });
  await group(ada, 'muteGroupMembers', { userIds: [other], muteDuration: 60_000 });
  assert.equal((await group(ada, 'getGroupMuteList', { pageSize: 10 }))[0].user.userId, other);
  assert.equal(await group(bob, 'checkIfInGroupMuteList'), true);
  await group(ada, 'unmuteGroupMembers', { userIds: [other] });
  await group(ada, 'muteAllGroupMembers');
  await group(ada, 'unmuteAllGroupMembers');
  await group(ada, 'addUsersToGroupAllowlist', { userIds: [other] });
  assert.equal(await group(bob, 'checkIfInGroupAllowList'), true);
  await group(ada, 'removeUsersFromGroupAllowlist', { userIds: [other] });
  await group(ada, 'updateGroupAnnouncement', { announcement: 'hi' });
  assert.equal((await group(bob, 'getGroupAnnouncement')).announcement, 'hi');
  assert.deepEqual((await group(ada, 'getGroupSharedFileList', { pageNum: 1, pageSize: 10 })).items, []);
  await group(ada, 'setGroupMemberAttributes', { userId: me, memberAttributes: { k: 'v' } });
  assert.equal((await group(bob, 'getGroupMembersAttributes', { userIds: [me], keys: ['k'] })).items[me].k, 'v');
  // The SDK asks for the group after each notice, and is out of it then.
  refused.push(`/chatgroups/${groupId}?joined_time`);
  await group(ada, 'blockGroupMembers', { userIds: [other] });
  assert.equal((await group(ada, 'getGroupBlocklist', { pageSize: 10 }))[0].user.userId, other);
  await group(ada, 'unblockGroupMembers', { userIds: [other] });
  await group(ada, 'inviteUsersToGroup', { userIds: [other] });
  await group(ada, 'removeGroupMembers', { userIds: [other] });
  await group(bob, 'joinGroup', { message: 'm' });
  await group(bob, 'leaveGroup');
  await group(bob, 'joinGroup', { message: 'm' });
  await group(ada, 'changeGroupOwner', { newOwner: other });
  await Promise.all([ada.quiet(), bob.quiet()]);
  await group(bob, 'destroyGroup');

  // Users
  await call(ada, 'contactManager', 'setContactRemark', { userId: other, remark: 'Bobby' });
  const again = await window('ada', ' with remarks');
  await again.conversation('Office').waitFor();
  await again.until('the remark is there', (store, user) => store.addressStore.contacts.some((one) => one.userId === user && one.remark === 'Bobby'), other);
  await again.page.context().close();
  await call(ada, 'contactManager', 'setContactRemark', { userId: other, remark: '' });
  await call(ada, 'contactManager', 'addUsersToBlocklist', { userIds: [other] });
  assert.deepEqual((await call(ada, 'contactManager', 'getBlocklist')).map((one) => one.userId), [other]);
  await call(ada, 'contactManager', 'removeUserFromBlocklist', { userId: other, userIds: [other] });
  const presence = (method, more) => call(ada, 'presenceManager', method, more);
  const [followed] = await presence('subscribePresence', { userIds: [other], expiry: 1_000 });
  assert.ok(followed.expiryTime > Date.now() / 1_000);
  await call(bob, 'presenceManager', 'publishPresence', { description: 'busy', customStatus: 'busy' });
  const [said] = await presence('getPresenceStatus', { userIds: [other] });
  assert.equal(said.ext, 'busy');
  assert.ok(said.latestTime > Date.now() / 1_000 - 600);
  assert.ok((await presence('getSubscribedPresenceList', { pageNum: 1, pageSize: 100 })).includes(other));
  const info = (who, method, ...args) => call(who, 'userInfoManager', method, ...args);
  await info(ada, 'subscribeUsersInfo', { userIds: [other] });
  assert.deepEqual((await info(ada, 'getSubscribedUsers')).map((one) => one.userId), [other]);
  const told = ada.page.evaluate(() => new Promise((resolve) => {
    const manager = window.kit.rootStore.client.userInfoManager;
    manager.addEventHandler('subscription', { onUserInfoUpdated: ([user]) => resolve([user.userId, user.sign]) });
  }));
  await info(bob, 'updateOwnInfo', { sign: 'At lunch' });
  assert.deepEqual(await told, [other, 'At lunch']);
  await info(ada, 'unsubscribeUsersInfo', { userIds: [other] });
  assert.deepEqual(await info(ada, 'getSubscribedUsers'), []);
  const push = (method, ...args) => call(ada, 'pushManager', method, ...args);
  const rule = { mode: 'REMIND_TYPE', remindType: 'NONE' };
  assert.equal((await push('setGlobalSilentMode', { rule })).rule.remindType, 'NONE');
  assert.equal((await push('getGlobalSilentMode')).rule.remindType, 'NONE');
  await push('setGlobalSilentMode', { rule: { ...rule, remindType: 'ALL' } });
  const withBob = { conversationId: other, conversationType: 'singleChat' };
  await push('setConversationSilentMode', { ...withBob, rule });
  assert.equal((await push('getConversationSilentModes', { conversationList: [withBob] })).conversations[0].rule.remindType, 'NONE');
  await push('clearConversationRemindType', withBob);
  await push('setPushLanguage', { language: 'zh' });
  assert.equal((await push('getPushLanguage')).language, 'zh');
  await push('uploadPushToken', { deviceId: 'd', deviceToken: 't', notifierName: 'n' });
  assert.deepEqual(await call(ada, 'client', 'getSelfIdsOnOtherPlatform'), []);

  // What needs a service that is not here
  refused.push('/translate', '/token/rtc', '/rtc_mapper/');
  await refuses(ada, 'chatManager', 'getSupportedTranslationLanguages');
  await refuses(ada, 'chatManager', 'translateMessage', { message: { type: 'text', body: { content: 'hi' }, msgServerId: '1' }, targetLanguages: ['zh'] });
  await refuses(ada, 'client', 'getRTCTokenInfo', { channelName: 'c' });
  await refuses(ada, 'client', 'getUserIdsWithRTCUids', [1]);
}
