/** Other extensions wait on this thread meanwhile, and an editor that answers within a frame (16 ms) feels like none. */
const turnMs = 6;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Does the same with each of many, and gives the thread back every few milliseconds. */
export async function inTurns<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let since = performance.now();
  for (const item of items) {
    if (performance.now() - since > turnMs) {
      await nextTurn();
      since = performance.now();
    }
    work(item);
  }
}

/** Asked for many times in one turn, done once in the next; nothing is done any more after `dispose`. */
export function soon(work: () => void): { (): void; dispose: () => void } {
  let due: NodeJS.Immediate | undefined;
  const ask = (): void => {
    due ??= setImmediate(() => {
      due = undefined;
      work();
    });
  };
  return Object.assign(ask, { dispose: () => clearImmediate(due) });
}
