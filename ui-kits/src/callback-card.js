// One callback as a card: what happened, who to whom, whether both signatures hold, and the body in full.

export function cardOf({ operation, at, age, md5, body }, words) {
  const card = element('li', 'card');
  const kind = kindOf(body, operation);
  card.dataset.kind = kind;
  card.append(
    element('span', 'kind', words.kinds[kind] ?? kind),
    element('time', '', new Date(at).toLocaleTimeString(document.documentElement.lang, { hour12: false })),
    element('p', 'said', textOf(body)),
    element('p', 'ids', `${nameOf(body.from)} → ${nameOf(body.to)}`),
    signatures(md5, age, words),
    full(body, words),
  );
  return card;
}

function kindOf(body, operation) {
  if (body.chat_type === 'notify') {
    const { type, data } = body.payload ?? {};
    const done = data?.operation === 'update_msg' ? operation : data?.operation;
    return type === 'thread' && done ? `thread_${done}` : (type ?? 'notify');
  }
  return body.chat_type ?? 'notify';
}

/** What a person wrote, wherever the kind of callback keeps it. */
function textOf(body) {
  const last = body.payload?.data?.last_message?.payload;
  const bodies = last?.bodies ?? body.payload?.bodies ?? [];
  const reactions = body.payload?.type === 'reaction' ? body.payload.data?.flatMap((one) => one.reactions ?? []) : [];
  return bodies[0]?.msg ?? reactions.map((one) => `${one.reaction} ${one.count}`).join('  ');
}

const nameOf = (address) => (address ? String(address).replace(/^.*#[^_]*_/, '') : '–');

function signatures(md5, age, words) {
  const line = element('p', 'signatures');
  line.append(mark('MD5', md5), mark('HMAC', true), element('span', 'age', words.after(age)));
  return line;
}

function mark(name, holds) {
  return element('span', holds ? 'holds' : 'wrong', `${name} ${holds ? '✓' : '✗'}`);
}

function full(body, words) {
  const details = element('details');
  const json = element('pre', '', JSON.stringify(body, null, 2));
  json.tabIndex = 0;
  details.append(element('summary', '', words.body), json);
  return details;
}

function element(name, className = '', text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
