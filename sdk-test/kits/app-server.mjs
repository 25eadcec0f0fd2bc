// What the app's own server does over the REST API: registers users, makes the group, hands out tokens.

export class AppServer {
  #base;
  #token = '';

  constructor({ url, org, app }) {
    this.#base = `${url}/${org}/${app}`;
  }

  async logIn(id, secret) {
    const answer = await this.call('POST', '/token', {
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
    });
    this.#token = answer.access_token;
  }

  async call(method, path, body) {
    const form = body instanceof URLSearchParams;
    const response = await fetch(this.#base + path, {
      method,
      headers: {
        ...(!form && { 'content-type': 'application/json' }),
        ...(this.#token && { authorization: `Bearer ${this.#token}` }),
      },
      body: form ? body : body && JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    }
    return answer;
  }

  async register(id, name) {
    await this.call('POST', '/users', { username: id, password: 'secret', nickname: name });
    await this.call('PUT', `/metadata/user/${id}`, new URLSearchParams({ nickname: name }));
  }

  async tokenOf(id) {
    const answer = await this.call('POST', '/token', { grant_type: 'password', username: id, password: 'secret' });
    return answer.access_token;
  }

  async befriend(one, other) {
    await this.call('POST', `/users/${one}/contacts/users/${other}`);
  }

  async makeGroup(name, owner, members) {
    const answer = await this.call('POST', '/chatgroups', {
      groupname: name, description: name, public: false, owner, members, maxusers: 200,
    });
    return answer.data.groupid;
  }

  async sendToGroup(from, group, text) {
    const answer = await this.call('POST', '/messages/chatgroups', {
      from, to: [group], type: 'txt', body: { msg: text },
    });
    return answer.data[group];
  }

  async sendToUser(from, to, text) {
    const answer = await this.call('POST', '/messages/users', { from, to: [to], type: 'txt', body: { msg: text } });
    return answer.data[to];
  }

  /** Uploads a file that opens to its secret alone. */
  async upload(name, type, bytes) {
    const form = new FormData();
    form.append('file', new Blob([bytes], { type }), name);
    const response = await fetch(`${this.#base}/chatfiles`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'restrict-access': 'true' },
      body: form,
    });
    const [{ uuid, 'share-secret': secret }] = (await response.json()).entities;
    return { url: `${this.#base}/chatfiles/${uuid}`, secret, filename: name };
  }

  async sendVoice(from, group, file) {
    await this.call('POST', '/messages/chatgroups', { from, to: [group], type: 'audio', body: { ...file, length: 1 } });
  }
}
