import type { Catalogue } from "../catalogue.ts";

export const heroku = {
  id: "heroku",
  title: "Heroku",
  service: "heroku",
  hosts: ["api.heroku.com"],
  docs: { url: "https://devcenter.heroku.com/articles/heroku-cli-commands", checked: "2026-11-24" },
  commands: [
    { run: "heroku apps:destroy|apps:delete", dies: "a Heroku app with its add-ons", backups: "gone" },
    { run: "heroku destroy", dies: "a Heroku app with its add-ons", backups: "gone" },
    { run: "heroku addons:destroy", dies: "a Heroku add-on and its data", backups: "gone" },
    { run: "heroku pg:reset", dies: "every table of a Heroku database", backups: "kept" },
    { run: "heroku pg:backups:delete", dies: "a backup of a Heroku database", backups: "gone" },
    {
      run: "heroku config:unset|config:remove|domains:remove|domains:clear|pipelines:destroy|spaces:destroy|access:remove|members:remove",
      dies: "a Heroku setting, domain, pipeline or space",
    },
  ],
  requests: [
    { method: "DELETE", path: "/apps/*", dies: "a Heroku app with its add-ons", backups: "gone" },
    { method: "DELETE", path: "/apps/*/addons/*", dies: "a Heroku add-on and its data", backups: "gone" },
    { method: "DELETE", path: "/**", dies: "what stands at that Heroku address" },
  ],
} as const satisfies Catalogue;
