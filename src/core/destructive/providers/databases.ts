import type { Catalogue } from "../catalogue.ts";

export const databases = {
  id: "databases",
  title: "database programs",
  service: "databases",
  hosts: ["cloud.mongodb.com", "api.turso.tech", "api.upstash.com"],
  docs: { url: "https://www.postgresql.org/docs/current/app-dropdb.html", checked: "2026-11-24" },
  commands: [
    { run: "dropdb|dropuser", dies: "a database or its user", backups: "none" },
    { run: "mysqladmin drop", dies: "a database", backups: "none" },
    { run: "redis-cli|valkey-cli flushall|flushdb|FLUSHALL|FLUSHDB", dies: "every key of that Redis", backups: "none" },
    { run: "atlas|mongocli ** delete|terminate", dies: "an Atlas cluster or its data", backups: "gone" },
    { run: "turso db|group|org destroy|delete", dies: "a Turso database", backups: "gone" },
    { run: "upstash redis|kafka|team delete", dies: "an Upstash database", backups: "gone" },
    {
      run: "rake|rails|rails.bat db:drop|db:reset|db:purge|db:schema:load|db:drop:all|db:migrate:reset",
      dies: "the database that this project points to",
      backups: "none",
    },
    {
      run: "bin/rails|bin/rake db:drop|db:reset|db:purge|db:drop:all",
      dies: "the database that this project points to",
      backups: "none",
    },
    {
      run: "npm|pnpm|yarn|bun db:drop|db:reset|db:purge",
      dies: "the database that this project points to",
      backups: "none",
    },
    {
      run: "npm|pnpm|yarn|bun run db:drop|db:reset|db:purge",
      dies: "the database that this project points to",
      backups: "none",
    },
    { run: "prisma migrate reset", dies: "the database that this project points to", backups: "none" },
    { run: "prisma db push --force-reset", dies: "the database that this project points to", backups: "none" },
    { run: "sequelize|sequelize-cli db:drop", dies: "the database that this project points to", backups: "none" },
    { run: "drizzle-kit drop", dies: "migrations of this project" },
    { run: "typeorm schema:drop", dies: "the database that this project points to", backups: "none" },
    { run: "alembic downgrade base", dies: "every table of the database that this project points to", backups: "none" },
    {
      run: "python*|*/python* *manage.py flush|reset_db",
      dies: "every row of the database that this project points to",
      backups: "none",
    },
    {
      run: "php artisan migrate:fresh|migrate:reset|db:wipe|migrate:refresh",
      dies: "the database that this project points to",
      backups: "none",
    },
    {
      run: "manage.py|./manage.py flush|reset_db",
      dies: "every row of the database that this project points to",
      backups: "none",
    },
  ],
  requests: [
    { method: "DELETE", path: "/api/atlas/**", dies: "an Atlas cluster or its data", backups: "gone" },
    { method: "DELETE", path: "/v1/organizations/*/databases/*", dies: "a Turso database", backups: "gone" },
  ],
} as const satisfies Catalogue;
