/** Text that came from files, tools or people, made harmless inside Markdown. */
export function plain(text: string): string {
  return text
    .replaceAll(/[\r\n\t]+/g, " ")
    .replaceAll(/[\\`*_{}[\]()#+\-.!|~&<>$]/g, "\\$&")
    .trim();
}

/** A link that runs one of our commands with one argument; the title is ours. */
export function commandLink(title: string, command: string, argument?: unknown): string {
  const query = argument === undefined ? "" : `?${encodeURIComponent(JSON.stringify([argument]))}`;
  // Parentheses stay as they are in encodeURIComponent and would end the Markdown link.
  return `[${title}](command:${command}${query.replaceAll("(", "%28").replaceAll(")", "%29")})`;
}
