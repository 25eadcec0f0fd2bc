/** What a chat window needs: from the query, and the rest from `session.json` beside the page. */
export async function settingsOf(query) {
  const session = await (await fetch('session.json')).json();
  const user = session.users.find((one) => one.id === query.get('user')) ?? session.users[0];
  return {
    kit: query.get('kit') ?? 'easemob',
    language: query.get('lang') === 'zh' ? 'zh' : 'en',
    theme: query.get('theme') === 'dark' ? 'dark' : 'light',
    appKey: session.app_key,
    restUrl: session.rest_url,
    msyncUrl: session.msync_url,
    id: user.id,
    name: user.name,
    token: user.token,
  };
}
