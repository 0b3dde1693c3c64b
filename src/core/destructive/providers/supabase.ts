import type { Catalogue } from "../catalogue.ts";

export const supabase = {
  id: "supabase",
  title: "Supabase",
  service: "supabase",
  hosts: ["api.supabase.com"],
  docs: { url: "https://supabase.com/docs/reference/cli", checked: "2026-11-24" },
  commands: [
    { run: "supabase projects delete", dies: "a Supabase project and its database", backups: "gone" },
    {
      run: "supabase branches|functions|storage|domains|sso delete|rm|remove",
      dies: "a Supabase branch, function or store",
    },
    { run: "supabase secrets unset", dies: "a Supabase secret" },
    { run: "supabase db reset --linked|--db-url", dies: "every table of a hosted Supabase database", backups: "kept" },
  ],
  requests: [
    { method: "DELETE", path: "/v1/projects/*", dies: "a Supabase project and its database", backups: "gone" },
    { method: "DELETE", path: "/v1/**", dies: "what stands at that Supabase address" },
  ],
} as const satisfies Catalogue;
