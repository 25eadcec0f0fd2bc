import { useEffect, useState } from 'preact/hooks';

interface Said {
  id: number;
  text: string;
  bad: boolean;
}

let said: Said[] = [];
let next = 1;
const listeners = new Set<() => void>();
const tell = (): void => listeners.forEach((listener) => listener());

/** Says something that needs no answer. */
export function say(text: string, bad = false): void {
  const id = next++;
  said = [...said.slice(-3), { id, text, bad }];
  tell();
  setTimeout(() => {
    said = said.filter((one) => one.id !== id);
    tell();
  }, bad ? 9000 : 5000);
}

/** Runs something; when it fails, says why in the server's words. */
export async function attempt(action: () => Promise<string | void>): Promise<boolean> {
  try {
    const text = await action();
    if (text) say(text);
    return true;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), true);
    return false;
  }
}

export function Toasts() {
  const [, draw] = useState(0);
  useEffect(() => {
    const listener = (): void => draw((n) => n + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {said.map((one) => (
        <div key={one.id} class={one.bad ? 'toast bad' : 'toast'}>
          {one.text}
        </div>
      ))}
    </div>
  );
}
