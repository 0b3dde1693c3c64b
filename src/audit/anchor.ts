/** The end of a chain as it is kept somewhere else, where the one who writes the trail cannot change it. */
export interface AnchoredHead {
  readonly chain: string;
  readonly sequence: number;
  readonly hash: string;
}

const head = /^leastkey-head v1 ([\w-]{1,64}) ([1-9]\d{0,14}) ([0-9a-f]{64})$/gm;

/** The text of an anchor: the head in one line, and the signed checkpoint that covers it, where there is one. */
export function anchorText({ chain, sequence, hash }: AnchoredHead, checkpoint?: string): string {
  const line = `leastkey-head v1 ${chain} ${String(sequence)} ${hash}\n`;
  return checkpoint === undefined ? line : `${line}\n${checkpoint}`;
}

/** Every head in a text, of one chain; whatever else stands there is passed over. */
export function anchoredHeads(text: string, chain: string): readonly AnchoredHead[] {
  return [...text.matchAll(head)].flatMap(([, of = "", sequence = "", hash = ""]) =>
    of === chain ? [{ chain, sequence: Number(sequence), hash }] : [],
  );
}
