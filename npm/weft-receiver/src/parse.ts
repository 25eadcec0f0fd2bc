import type {
  Callback,
  EditMeta,
  Envelope,
  GroupCallback,
  MessageContent,
  ReactionCallback,
  ThreadMessage,
  ThreadMeta,
} from './callbacks.js';
import { get, id, isTrue, list, path, text, user, users, whole, withoutAppKey } from './fields.js';
import type { Json, JsonObject } from './json.js';

/** Tells callbacks apart: first by `event`, then by `chat_type`, then by what only one kind has. */
export function parseCallback(body: JsonObject): Callback {
  const envelope = readEnvelope(body);
  return known(envelope) ?? { kind: 'unknown', envelope };
}

function readEnvelope(body: JsonObject): Envelope {
  const appKey = text(get(body, 'appkey'));
  return {
    callId: id(body, 'callId'),
    appKey,
    eventType: text(get(body, 'eventType')),
    chatType: text(get(body, 'chat_type')),
    timestamp: whole(body, 'timestamp'),
    host: text(get(body, 'host')),
    msgId: id(body, 'msg_id'),
    from: user(id(body, 'from'), appKey),
    to: text(get(body, 'to')),
    body,
  };
}

function known(envelope: Envelope): Callback | undefined {
  const body = envelope.body;
  if (text(get(body, 'event')) === 'group_op_event') return readGroup(envelope);
  const to = text(get(body, 'to')) ?? '';
  const payload = get(body, 'payload');
  switch (envelope.chatType) {
    case undefined:
      return readUserStatus(envelope);
    case 'notify':
      return readNotification(envelope, payload);
    case 'chat':
    case 'group':
    case 'groupchat':
    case 'chatroom':
      return readMessage(envelope, to, payload);
    case 'recall': {
      const recalled = id(body, 'recall_id') ?? id(payload, 'ack_message_id');
      return recalled === undefined
        ? undefined
        : { kind: 'recall', envelope, recalled, operator: envelope.from, to, groupId: id(body, 'group_id') };
    }
    case 'edit': {
      const edited = id(payload, 'edit_message_id');
      // One generation of the format has sender and receiver in the payload, the next one outside.
      const sender = user(id(payload, 'from'), envelope.appKey) ?? envelope.from;
      const content = readContent(payload, null, envelope.appKey);
      return edited === undefined
        ? undefined
        : { kind: 'edit', envelope, edited, sender, to: text(get(payload, 'to')) ?? to, content };
    }
    case 'read_ack': {
      const read = id(payload, 'ack_message_id');
      const group = isTrue(path(payload, 'msg_config', 'allow_group_ack'));
      return read === undefined
        ? undefined
        : { kind: 'read-ack', envelope, read, reader: envelope.from, to, group };
    }
    case 'channel_ack':
      return { kind: 'conversation-ack', envelope, reader: envelope.from, to };
    case 'muc':
      return readMuc(envelope, to, payload);
    default:
      return undefined;
  }
}

function readUserStatus(envelope: Envelope): Callback | undefined {
  const field = (name: string): string => text(get(envelope.body, name)) ?? '';
  if (get(envelope.body, 'user') === null || get(envelope.body, 'status') === null) return undefined;
  return {
    kind: 'user-status',
    envelope,
    user: user(field('user'), envelope.appKey) ?? '',
    reason: field('reason'),
    status: field('status'),
    os: field('os'),
    version: field('version'),
  };
}

function readMessage(envelope: Envelope, to: string, payload: Json): Callback | undefined {
  if (envelope.msgId === undefined) return undefined;
  const groupId = id(envelope.body, 'group_id');
  const content = readContent(payload, null, envelope.appKey);
  return {
    kind: 'message',
    envelope,
    messageId: envelope.msgId,
    sender: envelope.from,
    to,
    groupId,
    // A message in a thread names the thread where others name the group.
    threadId: content.thread === undefined ? undefined : groupId,
    contentType: text(get(envelope.body, 'content_type')),
    offline: isOffline(envelope),
    content,
  };
}

/** One call per offline member; all of them share the call id. */
export function isOffline(envelope: Envelope): boolean {
  return envelope.eventType === 'chat_offline';
}

function readNotification(envelope: Envelope, payload: Json): Callback | undefined {
  const data = get(payload, 'data');
  switch (text(get(payload, 'type'))) {
    case 'thread':
      return text(get(data, 'operation')) === 'update_msg' ? readThread(envelope, data) : readLifecycle(envelope, data);
    case 'reaction':
      return readReactions(envelope, data);
    default:
      return undefined;
  }
}

/** Absent if the id, the count or the time is missing: the value would lie without them. */
function readThread(envelope: Envelope, data: Json): Callback | undefined {
  const threadId = id(data, 'id');
  const messageCount = whole(data, 'message_count');
  const timestamp = whole(data, 'timestamp') ?? envelope.timestamp;
  if (threadId === undefined || messageCount === undefined || timestamp === undefined) return undefined;
  return {
    kind: 'thread',
    envelope,
    threadId,
    name: text(get(data, 'name')) ?? '',
    operator: user(id(data, 'from'), envelope.appKey),
    groupId: id(data, 'muc_parent_id'),
    parentMessage: id(data, 'msg_parent_id'),
    messageCount,
    timestamp,
    lastMessage: readLastMessage(get(data, 'last_message'), envelope.appKey, timestamp),
  };
}

/** Absent for `{}`: no message is left in the thread. */
function readLastMessage(message: Json, appKey: string | undefined, otherwise: number): ThreadMessage | undefined {
  const messageId = id(message, 'id');
  if (messageId === undefined) return undefined;
  const payload = get(message, 'payload');
  return {
    id: messageId,
    sender: user(id(payload, 'from') ?? id(message, 'from'), appKey),
    timestamp: whole(message, 'timestamp') ?? otherwise,
    content: readContent(payload, get(message, 'meta'), appKey),
  };
}

function readLifecycle(envelope: Envelope, data: Json): Callback | undefined {
  const threadId = id(data, 'id');
  const operation = text(get(data, 'operation'));
  if (threadId === undefined || operation === undefined) return undefined;
  return {
    kind: 'thread-lifecycle',
    envelope,
    operation,
    threadId,
    name: text(get(data, 'name')) ?? '',
    operator: user(id(data, 'from'), envelope.appKey),
    groupId: id(data, 'muc_parent_id'),
    members: users(get(data, 'userIds'), envelope.appKey),
    timestamp: whole(data, 'timestamp'),
  };
}

/** Vendors' tables put `meta` beside the payload, their examples inside; both are read. */
function readContent(payload: Json, outerMeta: Json, appKey: string | undefined): MessageContent {
  const meta = get(payload, 'meta');
  const bodies = list(get(payload, 'bodies'));
  const txt = bodies.find((body) => text(get(body, 'type')) === 'txt');
  return {
    ext: get(payload, 'ext'),
    bodies,
    text: txt === undefined ? undefined : text(get(txt, 'msg')),
    thread: readThreadMeta(get(meta, 'thread') ?? get(outerMeta, 'thread')),
    edit: readEditMeta(get(meta, 'edit_msg') ?? get(outerMeta, 'edit_msg'), appKey),
  };
}

function readThreadMeta(thread: Json): ThreadMeta | undefined {
  if (thread === null) return undefined;
  return {
    parentMessage: id(thread, 'msg_parent_id'),
    name: text(get(thread, 'thread_name')) ?? '',
    groupId: id(thread, 'muc_parent_id'),
  };
}

function readEditMeta(edit: Json, appKey: string | undefined): EditMeta | undefined {
  if (edit === null) return undefined;
  return {
    sender: user(id(edit, 'sender'), appKey),
    operator: user(id(edit, 'operator'), appKey),
    sentAt: whole(edit, 'send_time'),
    editedAt: whole(edit, 'edit_time'),
    count: whole(edit, 'count') ?? 0,
  };
}

function readGroup(envelope: Envelope): GroupCallback | undefined {
  const body = envelope.body;
  const groupId = id(body, 'id');
  const operation = text(get(body, 'operation'));
  if (groupId === undefined || operation === undefined) return undefined;
  const payload = get(body, 'payload');
  return {
    kind: 'group',
    envelope,
    groupId,
    chatRoom: text(get(body, 'type')) === 'CHATROOM',
    operation,
    detail: text(get(payload, 'type')),
    operator: user(id(body, 'operator'), envelope.appKey),
    members: users(get(payload, 'member'), envelope.appKey),
    roles: texts(get(payload, 'role')),
    info: texts(get(payload, 'info')),
  };
}

/** The same setting comes as text in one operation and as a number in another. */
function texts(object: Json): Record<string, string> {
  const entries = object !== null && typeof object === 'object' && !Array.isArray(object) ? Object.entries(object) : [];
  return Object.fromEntries(entries.map(([key, value]) => [key, text(value) ?? JSON.stringify(value)]));
}

function readMuc(envelope: Envelope, to: string, payload: Json): Callback | undefined {
  const mucId = id(payload, 'muc_id');
  // `org#app_182918384934913@conference.easemob.com`
  const inner = mucId === undefined ? undefined : withoutAppKey(mucId, envelope.appKey).split('@')[0];
  const groupId = id(envelope.body, 'group_id') ?? inner;
  const operation = text(get(payload, 'operation'));
  if (groupId === undefined || operation === undefined) return undefined;
  return {
    kind: 'muc',
    envelope,
    groupId,
    chatRoom: isTrue(get(payload, 'is_chatroom')),
    operation,
    reason: text(get(payload, 'reason')) ?? '',
    from: envelope.from,
    to,
  };
}

function readReactions(envelope: Envelope, data: Json): ReactionCallback {
  const appKey = envelope.appKey;
  return {
    kind: 'reaction',
    envelope,
    messages: list(data).map((message) => ({
      messageId: text(get(message, 'messageId')) ?? '',
      from: user(id(message, 'from'), appKey),
      to: text(get(message, 'to')) ?? '',
      timestamp: whole(message, 'ts'),
      reactions: list(get(message, 'reactions')).map((reaction) => ({
        reaction: text(get(reaction, 'reaction')) ?? '',
        count: whole(reaction, 'count') ?? 0,
        users: users(get(reaction, 'userList'), appKey),
        operations: list(get(reaction, 'op')).map((op) => ({
          type: text(get(op, 'reactionType')) ?? '',
          operator: user(id(op, 'operator'), appKey) ?? '',
        })),
      })),
    })),
  };
}
