import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import * as v from "valibot";
import {
  colorIds,
  commandIds,
  containerIds,
  contextKeys,
  settingChoices,
  settingDefaults,
  settingsPrefix,
  testControllerId,
  viewIds,
  walkthroughId,
} from "../../src/contributions.ts";

const text = v.pipe(v.string(), v.minLength(1));
const property = v.object({
  type: v.picklist(["boolean", "string", "number", "array"]),
  default: v.unknown(),
  scope: v.picklist(["window", "resource", "machine", "machine-overridable"]),
  markdownDescription: v.pipe(v.string(), v.minLength(40)),
  enum: v.optional(v.array(text)),
  markdownEnumDescriptions: v.optional(v.array(text)),
});
const manifest = v.parse(
  v.object({
    icon: text,
    contributes: v.object({
      commands: v.array(v.object({ command: text, title: text, category: text })),
      menus: v.record(v.string(), v.array(v.object({ command: text, when: text }))),
      configuration: v.array(v.object({ title: text, properties: v.record(v.string(), property) })),
      viewsContainers: v.record(v.string(), v.array(v.object({ id: text, title: text, icon: text }))),
      viewsWelcome: v.array(v.object({ view: text, when: text, contents: text })),
      views: v.record(v.string(), v.array(v.object({ id: text, name: text, icon: text }))),
      colors: v.array(v.object({ id: text, description: text })),
      walkthroughs: v.array(
        v.object({
          id: text,
          steps: v.array(
            v.object({
              id: text,
              title: text,
              description: text,
              media: v.object({ svg: text, altText: text }),
              completionEvents: v.pipe(v.array(text), v.minLength(1)),
            }),
          ),
        }),
      ),
    }),
  }),
  JSON.parse(readFileSync("package.json", "utf8")),
);
const { commands, menus, configuration, viewsContainers, views, viewsWelcome, colors } = manifest.contributes;
const settings = Object.fromEntries(configuration.flatMap(({ properties }) => Object.entries(properties)));
const sorted = (values: readonly string[]): readonly string[] => values.toSorted();

void test("commands are the same in the code and in the manifest, titled and in the palette", () => {
  assert.deepEqual(sorted(commands.map(({ command }) => command)), sorted(commandIds));
  assert.deepEqual(new Set(commands.map(({ category }) => category)), new Set(["Leastkey"]));
  const palette = menus["commandPalette"] ?? [];
  assert.deepEqual(sorted(palette.map(({ command }) => command)), sorted(commandIds));
  const known = new Set<string>(commandIds);
  const used = Object.values(menus).flatMap((entries) => entries.map(({ command }) => command));
  assert.deepEqual(
    used.filter((command) => !known.has(command)),
    [],
  );
});

void test("settings are the same in the code and in the manifest, with the same type and default", () => {
  const code = Object.entries<unknown>({ ...settingDefaults }).map(([key, value]) => [
    `${settingsPrefix}.${key}`,
    value,
  ]);
  const declared = Object.entries(settings).map(([key, { default: value }]) => [key, value]);
  assert.deepEqual(Object.fromEntries(declared), Object.fromEntries(code));
  for (const [key, { type, default: value }] of Object.entries(settings)) {
    assert.equal(Array.isArray(value) ? "array" : typeof value, type, key);
  }
});

void test("settings of closed choice list what the code knows, each with its description", () => {
  const listed = Object.entries(settings).flatMap(([key, { enum: choices, markdownEnumDescriptions }]) => {
    if (choices === undefined) return [];
    assert.equal(markdownEnumDescriptions?.length, choices.length, key);
    return [[key.slice(settingsPrefix.length + 1), choices]];
  });
  assert.deepEqual(Object.fromEntries(listed), settingChoices);
});

void test("views, containers, colours and context keys are the same in the code and in the manifest", () => {
  const containers = Object.values(viewsContainers).flat();
  assert.deepEqual(sorted(containers.map(({ id }) => id)), sorted(Object.values(containerIds)));
  assert.deepEqual(sorted(Object.keys(views)), sorted(Object.values(containerIds)));
  const all = Object.values(views).flat();
  assert.deepEqual(sorted(all.map(({ id }) => id)), sorted(Object.values(viewIds)));
  assert.deepEqual(sorted(colors.map(({ id }) => id)), sorted(Object.values(colorIds)));
  const clauses = [...Object.values(menus).flat(), ...viewsWelcome].map(({ when }) => when);
  const views_ = new Set<string>(Object.values(viewIds));
  assert.deepEqual(
    viewsWelcome.filter(({ view }) => !views_.has(view)),
    [],
  );
  const named = new Set(clauses.flatMap((when) => when.match(/leastkey\.\w+/g) ?? []).filter((id) => !views_.has(id)));
  const keys = new Set<string>(Object.values(contextKeys));
  assert.deepEqual(
    [...named].filter((id) => !keys.has(id)),
    [],
  );
});

void test("a welcome names commands that are there, and every tree view has one", () => {
  const links = viewsWelcome.flatMap(({ contents }) => [...contents.matchAll(/\(command:([\w.]+)\)/g)]);
  const own = links.flatMap(([, id]) => (id?.startsWith("leastkey.") === true ? [id] : []));
  assert.ok(own.length > 0);
  assert.deepEqual(
    own.filter((id) => !commandIds.some((known) => known === id)),
    [],
  );
  const greeted = new Set(viewsWelcome.map(({ view }) => view));
  const trees = Object.values(viewIds).filter((id) => id !== viewIds.agentActivity);
  assert.deepEqual(
    trees.filter((id) => !greeted.has(id)),
    [],
  );
});

void test("every picture that the manifest names is there", () => {
  const named = [manifest.icon, ...Object.values(viewsContainers).flat(), ...Object.values(views).flat()];
  const paths = named.map((one) => (typeof one === "string" ? one : one.icon));
  assert.deepEqual(
    paths.filter((path) => !existsSync(path)),
    [],
  );
});

void test("each step of the walkthrough can be done and completed by what is there", () => {
  const steps = manifest.contributes.walkthroughs.flatMap(({ steps: all }) => all);
  const known = new Set<string>([
    ...commandIds,
    ...Object.values(contextKeys),
    ...Object.values(viewIds),
    ...Object.values(viewIds).map((id) => `${id}.focus`),
  ]);
  for (const { id, description, media, completionEvents } of steps) {
    const named = [...description.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command ?? "");
    const awaited = completionEvents.map((event) => /^on(?:Command|Context|View):([\w.]+)/.exec(event)?.[1] ?? event);
    assert.ok(named.length > 0, id);
    assert.deepEqual(
      [...named, ...awaited].filter((one) => !known.has(one)),
      [],
    );
    assert.ok(existsSync(media.svg), media.svg);
  }
  const [walkthrough] = manifest.contributes.walkthroughs;
  assert.equal(walkthroughId, `leastkey.leastkey#${walkthrough?.id ?? ""}`);
});

void test("no id is spelt in src/editor but by what contributions.ts declares", () => {
  const declared = new Set<string>([
    ...commandIds,
    ...Object.values(viewIds),
    ...Object.values(colorIds),
    ...Object.values(contextKeys),
    testControllerId,
  ]);
  const spelt = readdirSync("src/editor").flatMap((file) =>
    [...readFileSync(join("src/editor", file), "utf8").matchAll(/"(leastkey\.\w+)"/g)].map(([, id]) => id ?? ""),
  );
  assert.ok(spelt.length > 0);
  assert.deepEqual(
    spelt.filter((id) => !declared.has(id)),
    [],
  );
});
