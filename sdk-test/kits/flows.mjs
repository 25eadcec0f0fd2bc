// What two people do in their windows, step by step. Each flow stands on those before it.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { picture, silence } from './media.mjs';
import { callAll } from './sdk5.mjs';

const OFFICE = 'Where shall we eat?';

const isPinned = (store, group) => store.conversationStore.conversationList.find((one) => one.conversationId === group)?.isPinned;
const isMuted = (store, group) => store.conversationStore.conversationList.find((one) => one.conversationId === group)?.silent;

/** Waits until the server says so. */
async function until(asked) {
  const end = Date.now() + 10_000;
  while (!(await asked())) {
    assert.ok(Date.now() < end, `${asked} did not come true`);
    await pause(50);
  }
}

async function both(conversation, ...windows) {
  await Promise.all(windows.map((window) => window.open(conversation)));
}

// The Easemob kit offers neither in the menu of a thread: what the menu does elsewhere.
/** Waits until the sender's store has the id that the server gave the message. */
const hasServerId = (window, text) => window.until(`the server has ${text}`, (store, wanted) => {
  const thread = store.threadStore.currentThread.info.chatThreadId;
  return Boolean(store.messageStore.message.groupChat[thread]?.find((one) => one.body?.content === wanted)?.msgServerId);
}, text);

const editByStore = (window, text, fresh) => window.store((store, { was, now }) => {
  const thread = store.threadStore.currentThread.info.chatThreadId;
  const message = store.messageStore.message.groupChat[thread].find((one) => one.body?.content === was);
  return store.messageStore.modifyServerMessage(message.msgServerId, { ...message, body: { content: now } });
}, { was: text, now: fresh });

const recallByStore = (window, text) => window.store((store, wanted) => {
  const thread = store.threadStore.currentThread.info.chatThreadId;
  const message = store.messageStore.message.groupChat[thread].find((one) => one.body?.content === wanted);
  return store.client.chatManager.recallMessage({ conversationType: 'groupChat', conversationId: thread, messageId: message.msgServerId });
}, text);

export const flows = {
  async 'the lists are there after the login'({ ada, bob, group }) {
    await ada.conversation('Office').waitFor();
    await bob.conversation('Office').waitFor();
    await ada.conversation('Bob').waitFor();
    await ada.show('contacts');
    await ada.contact('Contacts', 'Bob').waitFor();
    await ada.contact('Groups', 'Office').waitFor();
    await ada.show('chats');
    await ada.until('the group is known', (store, id) => store.addressStore.groups.some((one) => (one.groupid ?? one.groupId) === id), group);
  },

  async 'a text goes both ways'({ ada, bob }) {
    await both('Office', ada, bob);
    await ada.sees(OFFICE);
    await ada.type('Noodles at noon?');
    await bob.sees('Noodles at noon?');
    await bob.type('Noodles it is');
    await ada.sees('Noodles it is');
  },

  async 'what is unread is counted, and read when it is opened'({ ada, bob, id }) {
    await ada.open('Bob');
    await ada.sees('Hello Ada');
    await ada.badge('Bob').waitFor({ state: 'detached' });
    await ada.open('Office');
    await bob.open('Ada');
    await bob.type('Are you there?');
    await ada.badge('Bob').waitFor();
    assert.equal(await ada.badge('Bob').textContent(), '1');
    await ada.open('Bob');
    await ada.sees('Are you there?');
    await ada.badge('Bob').waitFor({ state: 'detached' });
    await bob.until('the message is read', (store, peer) => store.messageStore.message.singleChat[peer]
      .some((one) => (one.msg ?? one.body?.content) === 'Are you there?' && (one.status === 'read' || one.isPeerRead)), id('ada'));
  },

  async 'a message is quoted'({ ada, bob }) {
    await both('Office', ada, bob);
    await bob.choose('Noodles at noon?', 'Reply');
    await bob.type('Only if they are hot');
    await ada.sees('Only if they are hot');
    await ada.talk.locator('.cui-reply-message', { hasText: 'Noodles at noon?' }).waitFor();
  },

  async 'a reaction comes and goes'({ ada, bob }) {
    await both('Office', ada, bob);
    const count = (window, number) => window.reactions('Noodles it is').getByText(String(number), { exact: true }).waitFor();
    await bob.react('Noodles it is');
    await Promise.all([count(ada, 1), count(bob, 1)]);
    await ada.react('Noodles it is');
    await Promise.all([count(ada, 2), count(bob, 2)]);
    await bob.unreact('Noodles it is');
    await Promise.all([count(ada, 1), count(bob, 1)]);
    await ada.unreact('Noodles it is');
    await ada.reactions('Noodles it is').waitFor({ state: 'detached' });
    await bob.reactions('Noodles it is').waitFor({ state: 'detached' });
  },

  async 'a message is edited'({ ada, bob }) {
    await both('Office', ada, bob);
    await ada.type('See you at twelf');
    await bob.sees('See you at twelf');
    await ada.edit('See you at twelf', 'See you at twelve');
    await bob.sees('See you at twelve');
    await bob.bubble('See you at twelve').getByText('Message Edited').waitFor();
  },

  async 'a message is recalled'({ ada, bob }) {
    await both('Office', ada, bob);
    await bob.type('Oops');
    await ada.sees('Oops');
    await bob.choose('Oops', 'Recall');
    await ada.seesNot('Oops');
    await ada.talk.getByText('recalled a message').waitFor();
  },

  async 'a thread is made, opened and answered'({ ada, bob }) {
    await both('Office', ada, bob);
    await bob.startThread(OFFICE);
    await bob.type('Let us vote', bob.thread);
    await bob.sees('Let us vote', bob.thread);
    await bob.thread.locator('.cui-header-content-text', { hasText: 'A Thread' }).waitFor();
    await bob.until('the kit knows the thread', (store) => Boolean(store.threadStore.currentThread.info?.id));
    await bob.type('Noodles or rice', bob.thread);
    await bob.sees('Noodles or rice', bob.thread);
    await ada.reopen('Office', 'Bob');
    await ada.openThread('A Thread');
    await ada.sees('Noodles or rice', ada.thread);
    await ada.type('Rice', ada.thread);
    await bob.sees('Rice', bob.thread);
  },

  async 'a message in a thread is edited and recalled'({ ada, bob, kit, window }) {
    await bob.type('Riec', bob.thread);
    await ada.sees('Riec', ada.thread);
    if (kit === 'easemob') await hasServerId(bob, 'Riec');
    await (kit === 'easemob' ? editByStore(bob, 'Riec', 'Rice it is') : bob.edit('Riec', 'Rice it is', bob.thread));
    await ada.sees('Rice it is', ada.thread);
    await bob.sees('Rice it is', bob.thread);
    // Both kits look for a recalled message among those of conversations alone, and a thread is none: the history is without it.
    if (kit === 'easemob') {
      await ada.type('No, noodles', ada.thread);
      await bob.sees('No, noodles', bob.thread);
      await hasServerId(ada, 'No, noodles');
      await recallByStore(ada, 'No, noodles');
      const again = await window('bob', ' in the thread');
      await again.open('Office');
      await again.openThread('A Thread');
      await again.sees('Rice it is', again.thread);
      await again.seesNot('No, noodles', again.thread);
      await again.page.context().close();
    }
  },

  async 'threads are listed, renamed and destroyed'({ ada, bob }) {
    await ada.closeSide();
    await ada.chooseThread('A Thread');
    await ada.sees('Rice', ada.thread);
    await ada.renameThread('Lunch');
    await bob.thread.locator('.cui-header-content-text', { hasText: 'Lunch' }).waitFor();
    await ada.destroyThread();
    await ada.thread.waitFor({ state: 'detached' });
    await bob.page.reload();
    await bob.open('Office');
    await bob.sees(OFFICE);
    await bob.talk.locator('.cui-message-base-thread').waitFor({ state: 'detached' });
  },

  async 'a picture, a video, a file and a voice message are sent, seen and heard'({ ada, bob, api, id, group }) {
    await both('Office', ada, bob);
    await ada.attach('image', { name: 'menu.png', mimeType: 'image/png', buffer: picture(900, 1000) });
    await Promise.all([ada.seesPicture(), bob.seesPicture()]);
    await ada.attach('video', { name: 'kitchen.webm', mimeType: 'video/webm', buffer: await ada.film() });
    await Promise.all([ada.seesVideo(), bob.seesVideo()]);
    await ada.attach('file', { name: 'menu.txt', mimeType: 'text/plain', buffer: Buffer.from('Noodles') });
    assert.equal(await bob.download('menu.txt'), 'Noodles');
    assert.equal(await ada.download('menu.txt'), 'Noodles');
    // Large enough that either kit's SDK uploads it in parts.
    const long = 'Noodles '.repeat(1_000_000);
    await ada.attach('file', { name: 'recipes.txt', mimeType: 'text/plain', buffer: Buffer.from(long) });
    assert.equal(await bob.download('recipes.txt'), long);
    assert.equal(ada.heard.parts, 2);
    // To record takes a microphone: the app's server sends what an older SDK would.
    const file = await api.upload('voice.wav', 'audio/wav', silence());
    await api.sendVoice(id('ada'), group, file);
    await Promise.all([ada.hearsVoice(), bob.hearsVoice()]);
  },

  async 'a message is pinned, and the pin taken off'({ ada, bob }) {
    await both('Office', ada, bob);
    await ada.choose('See you at twelve', 'Pin');
    await bob.pins('See you at twelve').waitFor();
    await ada.pins('See you at twelve').waitFor();
    await ada.unpin('See you at twelve');
    await bob.pins('See you at twelve').waitFor({ state: 'detached' });
    await bob.closeSide();
    await ada.closeSide();
  },

  async 'history and lists are there after a reload'({ ada }) {
    await ada.page.reload();
    await ada.conversation('Office').waitFor();
    await ada.badge('Office').waitFor({ state: 'detached' });
    await ada.badge('Bob').waitFor({ state: 'detached' });
    await ada.open('Office');
    for (const text of [OFFICE, 'Noodles at noon?', 'Noodles it is', 'Only if they are hot', 'See you at twelve']) {
      await ada.sees(text);
    }
    await ada.seesNot('Oops');
    await ada.seesNot('twelf');
  },

  async 'a conversation is pinned, muted and deleted'({ ada, bob, id, group }) {
    await ada.open('Bob');
    await ada.manage('Office', 'Pin');
    await ada.until('it is pinned', isPinned, group);
    await ada.manage('Office', 'Mute');
    await ada.until('it is muted', isMuted, group);
    await ada.page.reload();
    await ada.conversation('Office').waitFor();
    await ada.until('it is still pinned', isPinned, group);
    await ada.until('it is still muted', isMuted, group);
    await ada.manage('Bob', 'Delete');
    await ada.conversation('Bob').waitFor({ state: 'detached' });
    // It vanishes before the server knows.
    await ada.quiet();
    await ada.page.reload();
    await ada.conversation('Office').waitFor();
    await ada.until('it stays away', (store, peer) => !store.conversationStore.conversationList.some((one) => one.conversationId === peer), id('bob'));
    await bob.open('Ada');
    await bob.type('Still here?');
    await ada.conversation('Bob').waitFor();
  },

  async 'who is online is seen'({ ada, window, id }) {
    const isOnline = (store, user) => Boolean(store.addressStore.appUsersInfo[user]?.isOnline);
    const again = await window('bob', ' elsewhere');
    await again.conversation('Ada').waitFor();
    await ada.until('Bob is online', isOnline, id('bob'));
    await again.page.context().close();
  },

  async 'a contact is asked, accepted and removed'({ ada, window, id }) {
    const cyd = await window('cyd');
    await cyd.conversation('Office').waitFor();
    await cyd.store((store, user) => store.addressStore.addContact(user), id('ada'));
    await ada.until('the request is there', (store, user) => store.addressStore.requests.some((one) => one.from === user), id('cyd'));
    await ada.store((store, user) => store.addressStore.acceptContactInvite(user), id('cyd'));
    const knows = (store, user) => store.addressStore.contacts.some((one) => one.userId === user);
    await ada.until('the contact is there', knows, id('cyd'));
    await cyd.until('the contact is there', knows, id('ada'));
    await cyd.store((store, user) => store.addressStore.deleteContact(user), id('ada'));
    await cyd.until('the contact is gone', `(store, user) => !(${knows})(store, user)`, id('ada'));
    await ada.until('the contact is gone', `(store, user) => !(${knows})(store, user)`, id('cyd'));
    await cyd.page.context().close();
  },

  async 'a group is made, named, left by one and destroyed'({ ada, bob, api, id }) {
    await ada.store((store, members) => store.addressStore.createGroup(members), [id('bob'), id('cyd')]);
    const made = (store) => (store.addressStore.groups.find((one) => (one.groupname ?? one.groupName ?? one.name) !== 'Office') ?? {});
    const group = await bob.until('the group is there', `(store) => { const one = (${made})(store); return one.groupid ?? one.groupId; }`);
    await ada.until('the group is there', (store, wanted) => store.addressStore.groups.some((one) => (one.groupid ?? one.groupId) === wanted), group);
    await ada.store((store, wanted) => store.addressStore.modifyGroup(wanted, 'Lunch club', 'Who eats'), group);
    await ada.until('it has its name', (store, wanted) => store.addressStore.groups
      .some((one) => (one.groupid ?? one.groupId) === wanted && (one.groupname ?? one.name) === 'Lunch club'), group);
    const shown = await api.call('GET', `/chatgroups/${group}`);
    assert.equal(shown.data[0].name, 'Lunch club');
    assert.equal(shown.data[0].affiliations_count, 3);
    await ada.store((store, { wanted, user }) => store.addressStore.removeGroupMembers(wanted, [user]), { wanted: group, user: id('cyd') });
    await until(async () => (await api.call('GET', `/chatgroups/${group}`)).data[0].affiliations_count === 2);
    await Promise.all([ada.quiet(), bob.quiet()]);
    await ada.store((store, wanted) => store.addressStore.destroyGroup(wanted), group);
    const gone = (store, wanted) => !store.addressStore.groups.some((one) => (one.groupid ?? one.groupId) === wanted);
    await ada.until('the group is gone', gone, group);
    await bob.until('the group is gone', gone, group);
  },

  async 'SDK 5 gets an answer to each of its calls'(scene) {
    if (scene.kit === 'easemob') await callAll(scene);
  },

  async 'a fresh browser shows the lists and the history'({ window }) {
    const again = await window('bob', 'fresh');
    await again.open('Office');
    await again.sees('See you at twelve');
    await again.conversation('Ada').waitFor();
    await again.show('contacts');
    await again.contact('Contacts', 'Ada').waitFor();
    await again.page.context().close();
  },

  async 'a message is deleted for oneself'({ ada, bob }) {
    await both('Office', ada, bob);
    await ada.choose('Only if they are hot', 'Delete');
    await ada.confirm();
    await ada.seesNot('Only if they are hot');
    await ada.page.reload();
    await ada.open('Office');
    await ada.sees('See you at twelve');
    await ada.seesNot('Only if they are hot');
    await bob.sees('Only if they are hot');
  },
};
