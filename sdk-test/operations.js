// What a test does with clients of an SDK, in Node and in a page alike: `makeOperations` gives it functions for that.
'use strict';

// sdk(name): the package. say(event): tells the test. cut(socket): breaks a WebSocket as a network does.
globalThis.makeOperations = function makeOperations({ sdk, say, cut }) {
  const clients = new Map();
  const sockets = [];

  // The SDK keeps its socket to itself: the newest one that was opened while a client acted is its.
  const RealSocket = globalThis.WebSocket;
  let acting = null;
  globalThis.WebSocket = class extends RealSocket {
    constructor(...args) {
      super(...args);
      this.on?.('error', () => {});
      sockets.push({ owner: acting, socket: this });
    }
  };

  // What the SDKs log is not ours to print.
  for (const name of ['log', 'info', 'warn', 'debug', 'error', 'group', 'groupCollapsed', 'groupEnd']) {
    console[name] = () => {};
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
    // In a page alone: only a browser has files that the SDKs take.
    sendFile({ client, message, size, name }) {
      acting = client;
      const { connection, library } = clients.get(client);
      const data = new File([new Uint8Array(size).fill(7)], name);
      const file = { data, filename: name, filetype: 'bin', url: '' };
      return new Promise((resolve, reject) => {
        const whole = { ...message, type: 'file', file, filename: name, onFileUploadError: reject };
        connection.send(library.message.create(whole)).then(resolve, reject);
      });
    },
    // In a page alone: what its calls were answered, in their order.
    statuses({ part }) {
      const calls = performance.getEntriesByType('resource').filter((call) => call.name.includes(part));
      return calls.map((call) => call.responseStatus);
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
      sockets.filter((one) => one.owner === client).forEach((one) => cut(one.socket));
    },
    sdk({ sdk: name }) {
      return Object.keys(sdk(name));
    },
  };

  /** Does what a request asks for, and tells what came of it. */
  async function run(request) {
    try {
      const result = await operations[request.op](request);
      say({ re: request.id, result: result === undefined ? null : result });
    } catch (e) {
      say({ re: request.id, error: errorOf(e) });
    }
  }

  return { run, errorOf };
};

/** Everything as JSON that can be. */
globalThis.plainJson = (value) =>
  JSON.stringify(value, (_, inner) => {
    if (typeof inner === 'bigint') {
      return String(inner);
    }
    return typeof inner === 'function' ? undefined : inner;
  });
