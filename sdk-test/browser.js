'use strict';
// What the SDKs expect of a browser, as little as makes them run in Node.

const WebSocket = require('ws');
const XMLHttpRequest = require('xhr2');

class Storage {
  #items = new Map();
  getItem(key) {
    return this.#items.has(key) ? this.#items.get(key) : null;
  }
  setItem(key, value) {
    this.#items.set(String(key), String(value));
  }
  removeItem(key) {
    this.#items.delete(key);
  }
  clear() {
    this.#items.clear();
  }
}

const listeners = new EventTarget();

function define(name, value) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

define('WebSocket', WebSocket);
define('XMLHttpRequest', XMLHttpRequest);
define('localStorage', new Storage());
define('sessionStorage', new Storage());
define('navigator', { userAgent: 'node', onLine: true, language: 'en' });
define('location', { protocol: 'http:', host: 'localhost', hostname: 'localhost', href: 'http://localhost/' });
define('self', globalThis);
define('window', globalThis);
define('document', {
  hidden: false,
  visibilityState: 'visible',
  addEventListener: listeners.addEventListener.bind(listeners),
  removeEventListener: listeners.removeEventListener.bind(listeners),
});
define('addEventListener', listeners.addEventListener.bind(listeners));
define('removeEventListener', listeners.removeEventListener.bind(listeners));
