/** What an agent is told: short, because it stands in every prompt, and with a way to go on. */
export const instructionLines: readonly string[] = [
  "## Credentials",
  "",
  "Leastkey guards the credentials of this project. Files that hold them cannot be read, searched or copied by",
  "coding agents, and a call that carries a credential is refused. When a call is refused, do not look for another",
  "way to the same file or value. Instead:",
  "",
  "- To run something that needs credentials: `leastkey run -- COMMAND`. It gives them to the program, not to you.",
  "- To see which names exist: read `.env.example`, or `leastkey vault list`. Values are not needed to write code.",
  "- In code, read them from the environment. Never write a credential into a file.",
  "- If a credential is missing, new, or must be changed: ask the user.",
];
