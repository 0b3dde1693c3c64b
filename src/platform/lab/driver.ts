/** Where one run of an agent happens. */
export interface RunPlace {
  readonly url: string; // of the scripted model
  readonly root: string;
  readonly userHome: string;
  readonly tmp: string;
}

/** How an agent is pointed at the scripted model, without its user's account or settings. */
export interface Driver {
  readonly agent: string; // registry id
  readonly binary: string;
  readonly env: (place: RunPlace) => Readonly<Record<string, string>>;
  /** Files in the throw-away HOME. */
  readonly files: (place: RunPlace) => readonly { readonly path: string; readonly text: string }[];
  /** `guarded`: with the workspace's rules; without, everything is allowed, to see that the attempt works at all. */
  readonly args: (prompt: string, guarded: boolean, place: RunPlace) => readonly string[];
  /** Whether these tools are the conversation's; agents talk to the model on the side. */
  readonly isMain: (tools: readonly string[]) => boolean;
  /** Never silent for longer: neither at its start nor in a call. */
  readonly silentForMs: number;
  /** The version that these flags were seen to work with. */
  readonly triedWith: string;
  /** It answers a second read of a file with "unchanged since last read". */
  readonly remembersReads?: boolean;
  /** What the user must have done for the hooks to run, which the lab does in its own HOME. */
  readonly trust?: string;
}

export const text = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

export const openCodeProvider = (url: string): string =>
  text({
    // Of each step a commit of the whole workspace, a language server and a formatter: none is what is tried.
    snapshot: false,
    lsp: false,
    formatter: false,
    provider: {
      stub: {
        npm: "@ai-sdk/openai-compatible",
        options: { baseURL: `${url}/v1`, apiKey: "dummy" },
        models: { "stub-model": { name: "stub", tool_call: true, limit: { context: 200_000, output: 8000 } } },
      },
    },
  });
