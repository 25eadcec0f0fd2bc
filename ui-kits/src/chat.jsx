// A chat window of one user, made of the vendor's UI kit: `chat.html?kit=easemob|agora&user=…`.
import { createRoot } from 'react-dom/client';
import { ChatWindow } from './chat-window.jsx';
import { settingsOf } from './settings.js';
import './chat.css';

const KITS = {
  easemob: () => import('./kit-easemob.js'),
  agora: () => import('./kit-agora.js'),
};

const settings = await settingsOf(new URLSearchParams(location.search));
document.documentElement.lang = settings.language;
document.documentElement.dataset.theme = settings.theme;
document.title = settings.name;
const { kit } = await KITS[settings.kit]();
window.kit = kit;
createRoot(document.getElementById('root')).render(<ChatWindow kit={kit} settings={settings} />);
