import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { ChatsIcon, ContactsIcon } from './icons.jsx';
import { useNarrow } from './narrow.js';
import { texts } from './texts.js';

/** Everything of the kit that a chat needs, around it the provider that logs in. */
export function ChatWindow({ kit, settings }) {
  const { UIKitProvider = kit.Provider } = kit;
  return (
    <UIKitProvider
      initConfig={{
        appKey: settings.appKey,
        userId: settings.id,
        token: settings.token,
        restUrl: settings.restUrl,
        msyncUrl: settings.msyncUrl,
        isHttpDNS: false,
        useUserInfo: true,
      }}
      local={{ lng: settings.language, fallbackLng: 'en' }}
      theme={{ mode: settings.theme }}
      features={FEATURES}
    >
      <Panes kit={kit} settings={settings} />
    </UIKitProvider>
  );
}

/** Calls need a media server of the vendor's; translation and reports need services behind them. */
const FEATURES = {
  chat: {
    header: { audioCall: false, videoCall: false, threadList: true, pinMessage: true },
    message: { translate: false },
    messageInput: { record: false },
  },
};

const Panes = observer(({ kit, settings }) => {
  const words = texts(settings.language);
  const narrow = useNarrow();
  const [list, setList] = useState('chats');
  const [details, setDetails] = useState(false);
  const { conversationStore, threadStore, pinnedMessagesStore } = kit.rootStore;
  const { chatType, conversationId } = conversationStore.currentCvs;
  const thread = threadStore.showThreadPanel;
  const side = pinnedMessagesStore.visible ? 'pinned' : thread ? 'thread' : details ? 'details' : '';
  useEffect(() => setDetails(false), [conversationId]);
  useEffect(() => pinnedMessagesStore.changeVisible(false), [thread, threadStore.currentThread.info?.id]);

  const close = () => conversationStore.setCurrentCvs({ chatType: '', conversationId: '' });
  const open = ({ id, type, name }) => {
    if (type !== 'request') {
      conversationStore.setCurrentCvs({ chatType: type === 'group' ? 'groupChat' : 'singleChat', conversationId: id, name });
      setList('chats');
    }
  };
  const showList = !narrow || !conversationId;
  const showTalk = !narrow || (conversationId && !side);
  return (
    <main className="window">
      {showList && (
        <nav className="rail" aria-label={words.lists}>
          <span className="me" title={settings.id}>{settings.name.slice(0, 2)}</span>
          <Tab name="chats" list={list} onShow={setList} label={words.chats} icon={<ChatsIcon />} />
          <Tab name="contacts" list={list} onShow={setList} label={words.contacts} icon={<ContactsIcon />} />
        </nav>
      )}
      {showList && (
        <section className="pane-list">
          {list === 'chats' ? <kit.ConversationList headerProps={{ avatar: <></>, content: words.chats }} /> : <kit.ContactList onItemClick={open} />}
        </section>
      )}
      {showTalk && (
        <section className="pane-talk">
          <kit.Chat
            headerProps={{
              back: narrow,
              onClickBack: close,
              onClickAvatar: () => chatType === 'groupChat' && setDetails(true),
            }}
          />
        </section>
      )}
      {side && (
        <section className={`pane-side pane-${side}`}>
          {side === 'thread' && <kit.Thread />}
          {side === 'pinned' && <kit.PinnedMessage />}
          {side === 'details' && (
            <kit.GroupDetail
              conversation={{ chatType, conversationId }}
              onLeaveGroup={close}
              onDestroyGroup={close}
              onBack={() => setDetails(false)}
            />
          )}
          {side === 'details' && <button className="close" onClick={() => setDetails(false)}>{words.close}</button>}
        </section>
      )}
    </main>
  );
});

function Tab({ name, list, onShow, label, icon }) {
  return (
    <button data-list={name} aria-pressed={list === name} aria-label={label} title={label} onClick={() => onShow(name)}>
      {icon}
    </button>
  );
}
