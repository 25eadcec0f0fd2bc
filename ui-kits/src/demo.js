// The demo's page: a chat window for each user, and the callbacks as they arrive at the app's server.
import { cardOf } from './callback-card.js';
import { texts } from './texts.js';
import './demo.css';

const CHOICES = {
  kit: [['easemob', 'Easemob'], ['agora', 'Agora']],
  lang: [['en', 'English'], ['zh', '中文']],
  theme: [['light', '☀'], ['dark', '☾']],
};
const MAX_CARDS = 200;

const query = new URLSearchParams(location.search);
const chosen = {
  kit: query.get('kit') ?? 'easemob',
  lang: query.get('lang') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'),
  theme: query.get('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
};
const words = texts(chosen.lang);
const find = (selector) => document.querySelector(selector);

document.documentElement.lang = chosen.lang;
document.documentElement.dataset.theme = chosen.theme;
document.title = words.title;
for (const element of document.querySelectorAll('[data-text]')) {
  element.textContent = words[element.dataset.text];
}
for (const [name, values] of Object.entries(CHOICES)) {
  find(`[data-choice=${name}]`).append(...values.map(([value, label]) => choice(name, value, label)));
}

const session = await (await fetch('session.json')).json();
const panes = session.users.map(chatPane);
find('.stage').prepend(...panes);
find('.tabs').append(...[...panes, find('#callbacks')].map(tab));
show(panes[0].id);
listen();

function choice(name, value, label) {
  const link = document.createElement('a');
  const target = new URLSearchParams({ ...chosen, [name]: value });
  link.href = `?${target}`;
  link.textContent = label;
  link.title = words.choices[value] ?? label;
  if (chosen[name] === value) {
    link.setAttribute('aria-current', 'true');
  }
  return link;
}

function chatPane(user) {
  const pane = document.createElement('section');
  pane.className = 'chat';
  pane.id = user.id;
  const title = document.createElement('h2');
  title.textContent = user.name;
  const frame = document.createElement('iframe');
  frame.title = words.windowOf(user.name);
  frame.src = `chat.html?${new URLSearchParams({ ...chosen, user: user.id })}`;
  pane.append(title, frame);
  return pane;
}

/** On a narrow screen one pane is shown, and a tab for each. */
function tab(pane) {
  const button = document.createElement('button');
  button.type = 'button';
  button.role = 'tab';
  button.dataset.pane = pane.id;
  button.textContent = pane.querySelector('h2').firstChild.textContent;
  button.addEventListener('click', () => show(pane.id));
  return button;
}

function show(id) {
  for (const button of document.querySelectorAll('.tabs button')) {
    button.setAttribute('aria-selected', String(button.dataset.pane === id));
  }
  for (const pane of document.querySelectorAll('.stage > section')) {
    pane.classList.toggle('shown', pane.id === id);
  }
}

function listen() {
  const list = find('#callbacks ol');
  const events = new EventSource('arrivals');
  const seen = new Set();
  events.addEventListener('message', ({ data }) => {
    const arrival = JSON.parse(data);
    if (seen.has(arrival.number)) {
      return;
    }
    seen.add(arrival.number);
    find('.empty').hidden = true;
    list.prepend(cardOf(arrival, words));
    find('.count').textContent = String(seen.size);
    while (list.children.length > MAX_CARDS) {
      list.lastChild.remove();
    }
  });
  events.addEventListener('open', () => (find('.ended').hidden = true));
  events.addEventListener('error', () => (find('.ended').hidden = false));
}
