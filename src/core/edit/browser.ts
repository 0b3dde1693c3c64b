/**
 * Why a JavaScript file is taken for browser code, where every variable would be built into what is shipped;
 * undefined when nothing says so.
 */
export function browserReason(path: string, text: string): string | undefined {
  const folder = /(?:^|\/)(public|static|assets|wwwroot|htdocs)\//.exec(path)?.[1];
  if (folder !== undefined) return `files in ${folder}/ are served to browsers as they are`;
  if (/\.(?:vue|svelte|astro)$/.test(path)) return "components are shipped to browsers";
  if (/^\s*["']use client["']/m.test(text)) return 'the file says "use client": it is shipped to browsers';
  const built = /\b(?:import\.meta\.env\.[A-Z]|(?:NEXT_PUBLIC|REACT_APP|VITE|NUXT_PUBLIC|GATSBY)_)/.exec(text)?.[0];
  if (built !== undefined) return `the file uses build-time variables (${built}...): it is shipped to browsers`;
  if (/\bexport\s+default\s*\{[\s\S]{0,400}?\b(?:async\s+)?fetch\s*\(/.test(text)) {
    return "a worker gets its variables as the second argument of fetch, not from process.env";
  }
  if (isOfServer.test(text)) return undefined;
  if (/\.[jt]sx$/.test(path)) return "components are shipped to browsers";
  const dom = domOnly.exec(text)?.[0];
  return dom === undefined ? undefined : `the file uses ${dom}: it runs in a browser`;
}

/** Only a program of its own has these. */
const isOfServer =
  /\bprocess\.(?:env|argv|exit|on)\b|["']node:[a-z/]+["']|\brequire\(|["']use server["']|\b(?:__dirname|getServerSideProps)\b|from\s+["'](?:express|fastify|koa|hono|@nestjs\/[a-z]+|pg|fs|http|https|path|crypto)["']|\b(?:Deno|Bun)\./;

const domOnly =
  /\b(?:document\.(?:getElementById|querySelector|createElement|addEventListener|body|cookie)|window\.(?:location|addEventListener|document|localStorage)|localStorage\.|navigator\.|XMLHttpRequest)/;
