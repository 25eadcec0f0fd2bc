import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCallback, parseJson, threadOf } from '../src/index.js';
import type { Callback, JsonObject } from '../src/index.js';
import { callback } from './vectors.js';

const KINDS: Record<string, Callback['kind']> = {
  thread_callback_send: 'thread',
  thread_message_as_group_callback: 'message',
  group_message_callback: 'message',
  group_message_callback_docsample: 'message',
  group_message_callback_offline: 'message',
  single_message_callback: 'message',
  presend_callback_request: 'message',
  recall_callback: 'recall',
  edit_callback_2025_01: 'edit',
  edit_callback_2025_08: 'edit',
  reaction_callback: 'reaction',
  group_op_event_create: 'group',
  group_op_event_delete: 'group',
  group_op_event_join_direct: 'group',
  group_op_event_leave_delete: 'group',
  group_op_event_leave_kick: 'group',
  group_op_event_leave_quit: 'group',
  group_op_event_update: 'group',
  muc_callback_old_generation: 'muc',
  single_read_ack_callback: 'read-ack',
  group_read_ack_callback: 'read-ack',
  user_status_login_callback: 'user-status',
};

for (const [name, kind] of Object.entries(KINDS)) {
  test(`tells ${name} by its body`, () => assert.equal(callback(name).kind, kind));
}

function of<K extends Callback['kind']>(kind: K, name: string): Extract<Callback, { kind: K }> {
  const found = callback(name);
  assert.equal(found.kind, kind);
  return found as Extract<Callback, { kind: K }>;
}

test('reads a thread callback', () => {
  const thread = of('thread', 'thread_callback_send');
  assert.equal(thread.threadId, '182919552737281');
  assert.equal(thread.name, 'release plan');
  assert.equal(thread.operator, 'user1');
  assert.equal(thread.groupId, '182918384934913');
  assert.equal(thread.parentMessage, '1026396197551245320');
  assert.equal(thread.messageCount, 2);
  assert.equal(thread.timestamp, 1651029973455);
  assert.equal(thread.lastMessage?.id, '1026400000000000002');
  assert.equal(thread.lastMessage?.sender, 'user1');
  assert.equal(thread.lastMessage?.content.text, 'second');
  assert.equal(thread.lastMessage?.content.thread?.name, 'release plan');
  assert.equal(thread.envelope.callId, 'easemob-demo#easeim_1026400000000000102');
});

test('knows that no message is left', () => {
  assert.equal(of('thread', 'thread_callback_recall_last_remaining').lastMessage, undefined);
});

test('reads a group message, one in a thread, and the copy for a member who was offline', () => {
  const group = of('message', 'group_message_callback');
  assert.equal(group.messageId, '1026396197551245320');
  assert.equal(group.sender, 'user1');
  assert.equal(group.groupId, '182918384934913');
  assert.equal(group.content.text, 'hello group');
  assert.equal(threadOf(group), undefined);
  assert.equal(threadOf(callback('thread_message_as_group_callback')), '182919552737281');
  const offline = of('message', 'group_message_callback_offline');
  assert.ok(offline.offline);
  assert.equal(offline.to, 'user2');
});

test('reads both generations of a modified message', () => {
  const older = of('edit', 'edit_callback_2025_01');
  const newer = of('edit', 'edit_callback_2025_08');
  assert.equal(older.sender, 'p1');
  assert.equal(older.to, 'p2');
  assert.equal(older.content.edit?.operator, 'easemob_rest_app_admin');
  assert.equal(newer.sender, 'wzy1');
  assert.equal(newer.edited, '1418038712905770616');
  assert.equal(newer.content.edit?.editedAt, 1747727714765);
  assert.equal((newer.content.ext as JsonObject)['key1'], 'value_rewrite');
});

test('reads recalls, reactions, receipts and user status', () => {
  const recall = of('recall', 'recall_callback');
  assert.equal(recall.recalled, '966475220900644860');
  assert.equal(recall.operator, 'tst');
  const [message] = of('reaction', 'reaction_callback').messages;
  assert.equal(message?.messageId, '99XXXX32');
  assert.deepEqual(message?.reactions[0]?.operations, []);
  assert.deepEqual(message?.reactions[1], {
    reaction: 'test-1',
    count: 1,
    users: ['user2'],
    operations: [{ type: 'create', operator: 'user2' }],
  });
  const receipt = of('read-ack', 'group_read_ack_callback');
  assert.equal(receipt.read, '1406088702140090324');
  assert.ok(receipt.group);
  assert.equal(of('user-status', 'user_status_login_callback').status, 'online');
});

test('reads group events of both generations', () => {
  const created = of('group', 'group_op_event_create');
  const kicked = of('group', 'group_op_event_leave_kick');
  const old = of('muc', 'muc_callback_old_generation');
  assert.equal(created.roles['tst'], 'owner');
  assert.equal(created.info['title'], 'test01');
  assert.deepEqual(kicked.members, ['tst01']);
  assert.equal(kicked.detail, 'KICK');
  assert.equal(kicked.operator, '@ppAdmin');
  assert.equal(old.groupId, '182918384934913');
  assert.equal(old.operation, 'create');
});

test('reads what happened to a thread itself', () => {
  const body = parseJson(
    '{"chat_type":"notify","appkey":"o#a","payload":{"type":"thread","data":{"operation":"kick","id":7,"name":"t","from":"ann","muc_parent_id":"9","userIds":["bob","o#a_carl"],"timestamp":5}}}',
  ) as JsonObject;
  const { envelope, ...rest } = parseCallback(body);
  assert.equal(envelope.appKey, 'o#a');
  assert.deepEqual(rest, {
    kind: 'thread-lifecycle',
    operation: 'kick',
    threadId: '7',
    name: 't',
    operator: 'ann',
    groupId: '9',
    members: ['bob', 'carl'],
    timestamp: 5,
  });
});

for (const body of [
  '{}',
  '{"chat_type":"new_thing","x":1}',
  '{"chat_type":"notify"}',
  '{"chat_type":"notify","payload":{"type":"new_thing"}}',
  '{"chat_type":"notify","payload":{"type":"thread","data":[]}}',
  '{"chat_type":{"a":1},"payload":7}',
  '{"chat_type":"groupchat"}',
  '{"chat_type":"recall","payload":[]}',
  '{"chat_type":"edit","payload":null}',
  '{"chat_type":"muc"}',
  '{"event":"group_op_event"}',
  '{"chat_type":"read_ack"}',
]) {
  test(`keeps what it does not know readable: ${body}`, () => {
    const unknown = parseCallback(parseJson(body) as JsonObject);
    assert.equal(unknown.kind, 'unknown');
    assert.equal(JSON.stringify(unknown.envelope.body), body);
  });
}
