'use strict';
// Runs clients of the vendor's SDKs for a test. One JSON object on each line, in both directions.
//
//   in   {"id":1,"op":"new","client":"a","sdk":"agora-chat","options":{...}}
//        {"id":2,"op":"call","client":"a","method":"open","args":[{...}]}
//        {"id":3,"op":"send","client":"a","message":{...}}       what message.create takes
//        {"id":4,"op":"drop","client":"a"}                       cuts the WebSocket, as a network does
//   out  {"re":2,"result":...}   {"re":2,"error":{"type":..,"message":..}}
//        {"client":"a","event":"onTextMessage","args":[...]}
//
// `sdk` is the name of a package, or the path of a file that is one.

require('./browser.js');
const readline = require('node:readline');

const clients = new Map();
const sdks = new Map();
const sockets = [];

// The SDK keeps its socket to itself: the newest one that was opened while a client acted is its.
const RealSocket = globalThis.WebSocket;
let acting = null;
globalThis.WebSocket = class extends RealSocket {
  constructor(...args) {
    super(...args);
    this.on('error', () => {});
    sockets.push({ owner: acting, socket: this });
  }
};

// What the SDKs log is not ours to print.
for (const name of ['log', 'info', 'warn', 'debug', 'error', 'group', 'groupCollapsed', 'groupEnd']) {
  console[name] = () => {};
}

function say(value) {
  process.stdout.write(JSON.stringify(value, plain) + '\n');
}

function plain(_, value) {
  if (typeof value === 'bigint') {
    return String(value);
  }
  return typeof value === 'function' ? undefined : value;
}

function sdk(name) {
  if (!sdks.has(name)) {
    const loaded = require(name);
    sdks.set(name, loaded.default ?? loaded);
  }
  return sdks.get(name);
}

function errorOf(e) {
  if (!e || typeof e !== 'object') {
    return { message: String(e) };
  }
  return { type: e.type, message: e.message, data: e.data, name: e.name, stack: e.stack };
}

// A handler that hears every event there is.
function handlerOf(client) {
  const names = new Map();
  return new Proxy(
    {},
    {
      has: (_, name) => typeof name === 'string' && name.startsWith('on'),
      get(_, name) {
        if (typeof name !== 'string' || !name.startsWith('on')) {
          return undefined;
        }
        if (!names.has(name)) {
          names.set(name, (...args) => say({ client, event: name, args: args.map(safe) }));
        }
        return names.get(name);
      },
    },
  );
}

function safe(value) {
  return value instanceof Error ? errorOf(value) : value;
}

const operations = {
  new({ client, sdk: name, options }) {
    const library = sdk(name);
    acting = client;
    const connection = new library.connection(options);
    connection.addEventHandler('test', handlerOf(client));
    clients.set(client, { connection, library });
  },
  call({ client, method, args = [] }) {
    acting = client;
    const { connection } = clients.get(client);
    return connection[method](...args);
  },
  send({ client, message }) {
    acting = client;
    const { connection, library } = clients.get(client);
    return connection.send(library.message.create(message));
  },
  modify({ client, message, fresh }) {
    acting = client;
    const { connection, library } = clients.get(client);
    return connection.modifyMessage({
      messageId: message,
      modifiedMessage: library.message.create(fresh),
    });
  },
  drop({ client }) {
    sockets
      .filter((one) => one.owner === client)
      .forEach((one) => one.socket.terminate());
  },
  sdk({ sdk: name }) {
    return Object.keys(sdk(name));
  },
};

async function run(request) {
  try {
    const result = await operations[request.op](request);
    say({ re: request.id, result: result === undefined ? null : result });
  } catch (e) {
    say({ re: request.id, error: errorOf(e) });
  }
}

process.on('unhandledRejection', (e) => say({ event: 'unhandledRejection', args: [errorOf(e)] }));
process.on('uncaughtException', (e) => say({ event: 'uncaughtException', args: [errorOf(e)] }));
const lines = readline.createInterface({ input: process.stdin });
lines.on('line', (line) => run(JSON.parse(line)));
lines.on('close', () => process.exit(0));
