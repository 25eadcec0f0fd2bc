// A user's chat window in the browser, by what a person sees and does in it. Both kits draw with the same class names.

import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

export const PATIENCE = Number(process.env.PATIENCE ?? 30_000);

export class Window {
  /**
   * @param names what users are called in the lists: a pattern for each
   * @param heard how many notices have come, by kind, and how many calls the page has made
   */
  constructor(page, name, names, heard) {
    this.page = page;
    this.name = name;
    this.names = names;
    this.heard = heard;
    this.talk = page.locator('.pane-talk');
    this.thread = page.locator('.pane-thread');
    this.list = page.locator('.pane-list');
  }

  /** Waits until the page has asked the server for nothing for a while: a kit asks for names of members a moment later. */
  async quiet() {
    let before = -1;
    while (this.heard.calls !== before) {
      before = this.heard.calls;
      await pause(1_000);
    }
  }

  // Lists

  async show(list) {
    await this.page.locator(`[data-list=${list}]`).click();
  }

  conversation(name) {
    return this.list.locator('.cui-conversationItem', {
      has: this.page.locator('.cui-conversationItem-nickname', { hasText: new RegExp(`^(${this.names[name] ?? name})$`) }),
    });
  }

  badge(name) {
    return this.conversation(name).locator('.cui-badge-count');
  }

  /** An entry of the contact list. */
  contact(heading, name) {
    return this.list.locator('.cui-contactGroup', { has: this.page.locator('.cui-contactGroup-title', { hasText: heading }) })
      .locator('.cui-contactItem', { hasText: name }).and(this.page.locator(':not(:empty)'));
  }

  /** Opens the conversation that the list shows by this name. */
  async open(name) {
    await this.conversation(name).click();
    await this.talk.locator('.cui-header-content-text', { hasText: new RegExp(`^(${this.names[name] ?? name})$`) }).waitFor();
    // Under the pointer an entry shows a menu in place of its count.
    await this.page.mouse.move(0, 0);
    await this.page.waitForFunction(
      (wanted) => window.kit.rootStore.messageStore.currentCVS.conversationId === wanted,
      await this.store((store) => store.conversationStore.currentCvs.conversationId),
    );
  }

  /** Leaves a conversation and comes back, as the kits read some things only then. */
  async reopen(name, other) {
    await this.open(other);
    await this.open(name);
  }

  /** Does what the menu of a conversation offers. */
  async manage(name, action) {
    await this.conversation(name).hover();
    await this.conversation(name).locator('.cui-conversationItem-info .cui-icon').last().click();
    await this.menu(action);
  }

  // Messages

  async type(text, pane = this.talk) {
    const input = pane.locator('.cui-message-editor [contenteditable=true]');
    await input.click();
    await this.page.keyboard.type(text);
    await input.getByText(text).or(input.filter({ hasText: text })).first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** The bubble with this text. */
  bubble(text, pane = this.talk) {
    return pane.locator('.cui-message-base', { has: this.page.locator('.cui-message-text', { hasText: text }) }).last();
  }

  async sees(text, pane = this.talk) {
    await this.bubble(text, pane).waitFor({ timeout: PATIENCE });
  }

  async seesNot(text, pane = this.talk) {
    await pane.locator('.cui-message-text', { hasText: text }).first().waitFor({ state: 'detached', timeout: PATIENCE });
  }

  /** Does what the menu of a message offers. */
  async choose(text, action, pane = this.talk) {
    const bubble = this.bubble(text, pane);
    await bubble.hover();
    await bubble.locator('.cui-message-base-body-action').first().click();
    await this.menu(action);
  }

  /** Takes an entry of the menu that is open. */
  async menu(action) {
    const entry = this.page.locator('li:visible', { hasText: new RegExp(`^\\s*${action}\\s*$`) });
    await entry.click();
    // A menu fades, and the next one must not be taken for it.
    await entry.waitFor({ state: 'hidden' });
  }

  async edit(text, fresh, pane = this.talk) {
    await this.choose(text, 'Edit', pane);
    const dialog = this.page.locator('.modify-message-modal:visible');
    const input = dialog.locator('[contenteditable=true]');
    // The dialog opens empty, and gets the text a moment later.
    await input.filter({ hasText: text }).waitFor();
    await input.click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.type(fresh);
    await input.filter({ hasText: fresh }).waitFor();
    await dialog.getByRole('button', { name: 'Confirm', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  async react(text) {
    const bubble = this.bubble(text);
    await bubble.hover();
    await bubble.locator('.cui-reaction-icon').click();
    await this.toldOfReaction(() => this.page.locator('.cui-emoji-container:visible .cui-emoji-box').first().click());
  }

  /** Reacts, and waits for the notice of it: it comes after the answer, and so may one of somebody else. */
  async toldOfReaction(react) {
    const before = this.heard.reactions;
    await react();
    const end = Date.now() + PATIENCE;
    while (this.heard.reactions === before) {
      if (Date.now() > end) {
        throw new Error(`${this.name}: no notice of the own reaction came`);
      }
      await pause(20);
    }
  }

  /** Takes one's reaction back. */
  async unreact(text) {
    await this.toldOfReaction(() => this.reactions(text).click());
    // Under the pointer the names of those who reacted come up.
    await this.page.mouse.move(0, 0);
  }

  /** The reactions under a message. */
  reactions(text) {
    return this.talk.locator('.cui-messageList-msgItem', { has: this.page.locator('.cui-message-text', { hasText: text }) })
      .last().locator('.cui-reaction-btn');
  }

  // Files

  /** Sends a file: an `image`, a `video` or a `file`. */
  async attach(kind, file) {
    const accept = { image: '[accept*="image/"]', video: '[accept^="video"]', file: ':not([accept])' }[kind];
    await this.talk.locator(`input[type=file]${accept}`).setInputFiles(file);
  }

  /** A moment of film, as a browser makes it. */
  async film() {
    const bytes = await this.page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      const brush = canvas.getContext('2d');
      const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: 'video/webm;codecs=vp8' });
      const parts = [];
      recorder.ondataavailable = ({ data }) => parts.push(data);
      const ended = new Promise((end) => (recorder.onstop = end));
      recorder.start();
      for (let i = 0; i < 8; i++) {
        brush.fillStyle = `rgb(${i * 30}, 0, 0)`;
        brush.fillRect(0, 0, canvas.width, canvas.height);
        await new Promise((next) => setTimeout(next, 100));
      }
      recorder.stop();
      await ended;
      return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
    });
    return Buffer.from(bytes);
  }

  /** Waits for a picture: one that cannot be had is shown as a small icon. */
  async seesPicture() {
    await this.page.waitForFunction(() => [...document.querySelectorAll('.pane-talk .cui-message-base img')]
      .some((one) => one.complete && one.naturalWidth > 100), null, { timeout: PATIENCE, polling: 50 });
  }

  async seesVideo() {
    await this.page.waitForFunction(() => [...document.querySelectorAll('.pane-talk .cui-message-base video')]
      .some((one) => one.readyState >= 1 && one.videoWidth > 0), null, { timeout: PATIENCE, polling: 50 });
  }

  /** Plays the newest voice message. */
  async hearsVoice() {
    const voice = this.talk.locator('.cui-message-audio').last();
    await voice.waitFor();
    await this.page.waitForFunction(() => [...document.querySelectorAll('.pane-talk audio')]
      .some((one) => one.duration >= 1), null, { timeout: PATIENCE, polling: 50 });
  }

  /** Takes a file, and answers what is in it. */
  async download(name) {
    const entry = this.talk.locator('.cui-message-base', { hasText: name }).last();
    const [download] = await Promise.all([
      this.page.waitForEvent('download', { timeout: PATIENCE }),
      entry.getByText(name).click(),
    ]);
    return readFile(await download.path(), 'utf8');
  }

  // Threads

  async startThread(text) {
    const bubble = this.bubble(text);
    await bubble.hover();
    await bubble.locator('.cui-message-base-body-action').last().click();
    await this.thread.waitFor();
  }

  async openThread(name) {
    await this.talk.locator('.cui-message-base-thread-name', { hasText: name }).first().click();
    await this.thread.waitFor();
  }

  /** Opens a thread by the list that the chat's header opens. */
  async chooseThread(name) {
    await this.talk.locator('.cui-header-iconBox button').nth(1).click();
    await this.page.getByText('Thread List', { exact: true }).waitFor();
    await this.page.locator('[class*="-item-name"]:visible', { hasText: name }).click();
    await this.thread.waitFor();
  }

  /** Says yes in the dialog that is open. */
  async confirm(word = 'Confirm') {
    const dialog = this.page.locator('.cui-modal:visible');
    await dialog.getByRole('button', { name: word, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  async renameThread(name) {
    await this.thread.locator('.cui-header-iconBox .cui-icon').first().click();
    await this.menu('Edit Thread');
    const dialog = this.page.locator('.cui-modal:visible');
    await dialog.locator('input').fill(name);
    await this.confirm('Save');
  }

  async destroyThread() {
    await this.thread.locator('.cui-header-iconBox .cui-icon').first().click();
    await this.menu('Destroy Thread');
    await this.confirm('Destroy');
  }

  // Pinned messages

  /** A message in the pane of pinned ones. */
  pins(text) {
    const pane = this.page.locator('.pane-pinned');
    const pinned = pane.getByText(text);
    return {
      waitFor: async (options) => {
        if (!(await pane.isVisible())) {
          await this.talk.locator('.cui-header-iconBox button').first().click();
        }
        await pinned.first().waitFor(options);
      },
    };
  }

  async unpin(text) {
    const pinned = this.page.locator('.pane-pinned [class*="-item-wrap"]', { hasText: text }).first();
    await pinned.hover();
    await pinned.locator('[title=Remove]').click();
    await this.confirm();
  }

  async closeSide() {
    await this.page.locator('.pane-side .cui-header-iconBox .cui-icon').last().click();
    await this.page.locator('.pane-side').waitFor({ state: 'detached' });
  }

  // The kit's store

  /** Evaluates a function of the kit's store, a public export. */
  store(act, argument) {
    return this.page.evaluate(`(${act})(window.kit.rootStore, ${JSON.stringify(argument ?? null)})`);
  }

  /** Waits until a function of the kit's store says something, and gives what it says. */
  async until(what, act, argument) {
    try {
      const said = await this.page.waitForFunction(`(${act})(window.kit.rootStore, ${JSON.stringify(argument ?? null)})`, null, {
        timeout: PATIENCE, polling: 50,
      });
      return await said.jsonValue();
    } catch {
      throw new Error(`${this.name}: "${what}" did not come true: ${await this.store(act, argument).catch((error) => error)}`);
    }
  }
}
