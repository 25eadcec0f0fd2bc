import type { Json, JsonObject } from './json.js';

/**
 * What callbacks have in common, as far as the sender filled it in. Ids are strings; times are
 * milliseconds since 1970.
 */
export interface Envelope {
  callId?: string | undefined;
  appKey?: string | undefined;
  eventType?: string | undefined;
  chatType?: string | undefined;
  timestamp?: number | undefined;
  host?: string | undefined;
  msgId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** The whole body as it came. */
  body: JsonObject;
}

/** The thread a message belongs to; `name` is the thread's when the message was sent. */
export interface ThreadMeta {
  parentMessage?: string | undefined;
  name: string;
  groupId?: string | undefined;
}

/** Who modified a message, when, and how often it was modified. */
export interface EditMeta {
  sender?: string | undefined;
  operator?: string | undefined;
  sentAt?: number | undefined;
  editedAt?: number | undefined;
  count: number;
}

/** What a message says. */
export interface MessageContent {
  ext: Json;
  bodies: Json[];
  /** The text of the first text body. */
  text?: string | undefined;
  thread?: ThreadMeta | undefined;
  edit?: EditMeta | undefined;
}

/** The newest message of a thread. */
export interface ThreadMessage {
  id: string;
  sender?: string | undefined;
  timestamp: number;
  content: MessageContent;
}

/** A message in a thread was sent, recalled or modified. */
export interface ThreadCallback {
  kind: 'thread';
  envelope: Envelope;
  threadId: string;
  name: string;
  /** Who did it. */
  operator?: string | undefined;
  groupId?: string | undefined;
  /** The message the thread was made on. */
  parentMessage?: string | undefined;
  /** The messages in the thread now. */
  messageCount: number;
  /** When it was done; never goes backwards within a thread. */
  timestamp: number;
  /** Absent when no message is left. */
  lastMessage?: ThreadMessage | undefined;
}

/** A thread was made, renamed or deleted, or its members changed. Weft's own, and opt-in. */
export interface ThreadLifecycleCallback {
  kind: 'thread-lifecycle';
  envelope: Envelope;
  /** create, update, delete, join, leave or kick; more may come. */
  operation: string;
  threadId: string;
  name: string;
  operator?: string | undefined;
  groupId?: string | undefined;
  members: string[];
  timestamp?: number | undefined;
}

/** A message was sent: to a user, a group, a chat room, or a thread. */
export interface MessageCallback {
  kind: 'message';
  envelope: Envelope;
  messageId: string;
  sender?: string | undefined;
  to: string;
  groupId?: string | undefined;
  /** Where it was sent in a thread. */
  threadId?: string | undefined;
  contentType?: string | undefined;
  /** This copy is for a member who was offline, named by `to`. */
  offline: boolean;
  content: MessageContent;
}

/** A message was recalled. */
export interface RecallCallback {
  kind: 'recall';
  envelope: Envelope;
  recalled: string;
  operator?: string | undefined;
  to: string;
  groupId?: string | undefined;
}

/** A message was modified; `content` is what it says now. */
export interface EditCallback {
  kind: 'edit';
  envelope: Envelope;
  edited: string;
  sender?: string | undefined;
  to: string;
  content: MessageContent;
}

/** A group or chat room changed (`group_op_event`). */
export interface GroupCallback {
  kind: 'group';
  envelope: Envelope;
  groupId: string;
  chatRoom: boolean;
  /** CREATE, JOIN, LEAVE, DELETE, UPDATE; more will come. */
  operation: string;
  /** How: for instance DIRECT, INVITE, QUIT, KICK, INFO. */
  detail?: string | undefined;
  operator?: string | undefined;
  members: string[];
  roles: Record<string, string>;
  info: Record<string, string>;
}

/** A group or chat room changed, in the vendors' first format (`muc`). */
export interface MucCallback {
  kind: 'muc';
  envelope: Envelope;
  groupId: string;
  chatRoom: boolean;
  operation: string;
  reason: string;
  from?: string | undefined;
  to: string;
}

/** Reactions to messages changed. */
export interface ReactionCallback {
  kind: 'reaction';
  envelope: Envelope;
  messages: {
    messageId: string;
    from?: string | undefined;
    to: string;
    timestamp?: number | undefined;
    reactions: {
      reaction: string;
      count: number;
      users: string[];
      /** What was just done to this reaction. */
      operations: { type: string; operator: string }[];
    }[];
  }[];
}

/** A message was read. */
export interface ReadAckCallback {
  kind: 'read-ack';
  envelope: Envelope;
  read: string;
  reader?: string | undefined;
  to: string;
  group: boolean;
}

/** A whole conversation was read. */
export interface ConversationAckCallback {
  kind: 'conversation-ack';
  envelope: Envelope;
  reader?: string | undefined;
  to: string;
}

/** A user came online or went offline on one device. */
export interface UserStatusCallback {
  kind: 'user-status';
  envelope: Envelope;
  user: string;
  reason: string;
  status: string;
  os: string;
  version: string;
}

/** A kind this library does not know; `envelope.body` has it all. */
export interface UnknownCallback {
  kind: 'unknown';
  envelope: Envelope;
}

/** Every documented callback; tell them apart by `kind`. */
export type Callback =
  | ThreadCallback
  | ThreadLifecycleCallback
  | MessageCallback
  | RecallCallback
  | EditCallback
  | GroupCallback
  | MucCallback
  | ReactionCallback
  | ReadAckCallback
  | ConversationAckCallback
  | UserStatusCallback
  | UnknownCallback;

/** The thread a callback is about: what callbacks are put in order by. */
export function threadOf(callback: Callback): string | undefined {
  switch (callback.kind) {
    case 'thread':
    case 'thread-lifecycle':
    case 'message':
      return callback.threadId;
    default:
      return undefined;
  }
}
