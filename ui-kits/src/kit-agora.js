import 'agora-chat-uikit/style.css';
export * as kit from 'agora-chat-uikit';
