'use strict';
// Runs clients of the vendor's SDKs for a test. One JSON object on each line, in both directions.
//
//   in   {"id":1,"op":"new","client":"a","sdk":"agora-chat","options":{...}}
//        {"id":2,"op":"call","client":"a","method":"open","args":[{...}]}
//        {"id":3,"op":"send","client":"a","message":{...}}       what message.create takes
//        {"id":5,"op":"sendFile","client":"a","message":{...},"size":9000000,"name":"f.bin"}    in a page alone
//        {"id":4,"op":"drop","client":"a"}                       cuts the WebSocket, as a network does
//   out  {"re":2,"result":...}   {"re":2,"error":{"type":..,"message":..}}
//        {"client":"a","event":"onTextMessage","args":[...]}
//
// `sdk` is the name of a package, or the path of a file that is one.

require('./browser.js');
require('./operations.js');
const readline = require('node:readline');

const say = (value) => process.stdout.write(globalThis.plainJson(value) + '\n');
const sdks = new Map();

function sdk(name) {
  if (!sdks.has(name)) {
    const loaded = require(name);
    sdks.set(name, loaded.default ?? loaded);
  }
  return sdks.get(name);
}

const { run, errorOf } = globalThis.makeOperations({ sdk, say, cut: (socket) => socket.terminate() });
process.on('unhandledRejection', (e) => say({ event: 'unhandledRejection', args: [errorOf(e)] }));
process.on('uncaughtException', (e) => say({ event: 'uncaughtException', args: [errorOf(e)] }));
const lines = readline.createInterface({ input: process.stdin });
lines.on('line', (line) => run(JSON.parse(line)));
lines.on('close', () => process.exit(0));
