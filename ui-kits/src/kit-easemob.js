import 'easemob-chat-uikit/style.css';
export * as kit from 'easemob-chat-uikit';
