import { useRef } from 'preact/hooks';
import { t } from '../i18n';
import { appPath, call, download, get, upload } from '../lib/api';
import { href, usePlace } from '../lib/router';
import { useMayDecide, useSession } from '../lib/session';
import { bytes } from '../lib/time';
import type { Page } from '../lib/types';
import { useLoad } from '../lib/use';
import { Time } from '../ui/badges';
import { Foreign } from '../ui/basics';
import { Empty, Show } from '../ui/states';
import { attempt } from '../ui/toast';
import { Pages } from './chat-lists';

interface StoredFile {
  uuid: string;
  name: string;
  type: string;
  size: number;
  uploaded: number;
  expires?: number;
  restricted: boolean;
  group?: string;
  owner?: string;
}

const LIFETIMES = ['default', 'refresh', 'forever'] as const;

/** The files of an app: who may see texts downloads them, who may also change things uploads, and says how long each is kept. */
export function Files({ app }: { app: string }) {
  const { me } = useSession();
  const { query } = usePlace();
  const cursor = query.get('cursor') ?? '';
  const may = useMayDecide();
  const page = useLoad(me.text ? `files ${app} ${cursor}` : null, (signal) => get<Page<StoredFile>>(`/operator/files${appPath(app)}`, { limit: 50, cursor }, signal));
  if (!me.text) {
    return (
      <div class="card">
        <Empty title={t('state.forbidden')}>
          <p>{t('files.withheld')}</p>
        </Empty>
      </div>
    );
  }
  return (
    <>
      {may && <Upload app={app} done={page.again} />}
      <div class="card">
        <Show of={page}>
          {({ data, cursor: next }) =>
            data.length === 0 && !next ? (
              <Empty title={t('files.empty')}>
                <p>{t('files.empty.text')}</p>
              </Empty>
            ) : (
              <>
                <div class="scroll-x" role="group" tabIndex={0} aria-label={t('table')}>
                  <table class="plain">
                    <thead>
                      <tr>
                        <th>{t('file')}</th>
                        <th class="right">{t('file.size')}</th>
                        <th class="narrow-hide">{t('file.uploaded')}</th>
                        <th>{t('file.expires')}</th>
                        <th>
                          <span class="hidden-text">{t('actions')}</span>
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {data.map((one) => (
                        <FileRow key={one.uuid} app={app} file={one} may={may} again={page.again} />
                      ))}
                    </tbody>
                  </table>
                </div>
                <Pages cursor={next} />
              </>
            )
          }
        </Show>
      </div>
    </>
  );
}

function FileRow({ app, file, may, again }: { app: string; file: StoredFile; may: boolean; again: () => void }) {
  const path = file.group ? `${appPath(app)}/chatgroups/${file.group}/share_files/${file.uuid}` : `${appPath(app)}/chatfiles/${file.uuid}`;
  const keep = (lifetime: string): void => {
    void attempt(async () => {
      await call('PUT', `${appPath(app)}/users/admin/chatfiles/lifetime`, { body: { lifetime, chatfile_ids: [file.uuid] } });
      again();
      return t('file.kept');
    });
  };
  return (
    <tr>
      <td>
        <Foreign text={file.name} max={120} />
        <div class="muted small mono narrow-hide">{file.uuid}</div>
        <div class="line tight">
          <span class="tag">
            <Foreign text={file.type} max={60} />
          </span>
          {file.group && (
            <a class="tag accent" href={href(['chat'], { app, tab: 'groups', group: file.group })}>
              {t('file.shared', { group: file.group })}
            </a>
          )}
          {file.owner && (
            <span class="tag">
              <Foreign text={file.owner} max={64} />
            </span>
          )}
        </div>
      </td>
      <td class="right num">{bytes(file.size)}</td>
      <td class="soft narrow-hide">
        <Time at={file.uploaded} />
      </td>
      <td class="soft">{file.expires === undefined ? t('file.forever') : <Time at={file.expires} relative />}</td>
      <td>
        <div class="line fixed end">
          {may && !file.group && (
            <select
              aria-label={`${t('file.keep')}: ${file.name}`}
              value=""
              onChange={(event) => {
                keep(event.currentTarget.value);
                event.currentTarget.value = '';
              }}
            >
              <option value="">{t('file.keep')}</option>
              {LIFETIMES.map((one) => (
                <option key={one} value={one}>
                  {t(`file.keep.${one}`)}
                </option>
              ))}
            </select>
          )}
          {file.restricted ? (
            <span class="muted small" title={t('file.restricted.text')}>
              {t('file.restricted')}
            </span>
          ) : (
            <button type="button" class="button small" onClick={() => void attempt(async () => (await download(path, file.name), t('file.downloaded')))}>
              {t('file.download')}
            </button>
          )}
        </div>
      </td>
    </tr>
  );
}

function Upload({ app, done }: { app: string; done: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const send = (file: File | undefined): void => {
    if (!file) return;
    void attempt(async () => {
      await upload(`${appPath(app)}/chatfiles`, file);
      input.current!.value = '';
      done();
      return t('file.done');
    });
  };
  return (
    <div class="line end">
      <input ref={input} type="file" hidden onChange={(event) => send(event.currentTarget.files?.[0])} />
      <button type="button" class="button main" onClick={() => input.current?.click()}>
        {t('file.upload')}
      </button>
    </div>
  );
}
