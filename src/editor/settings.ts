import { type ConfigurationScope, type Uri, workspace } from "vscode";
import { type Settings, settingChoices, settingDefaults, settingsPrefix } from "../contributions.ts";

/** Read at use, never kept. A value of another type than declared counts as not set. */
export function setting<K extends keyof Settings>(key: K, scope?: ConfigurationScope): Settings[K] {
  const value: unknown = workspace.getConfiguration(settingsPrefix, scope).get(key);
  return isSetting(key, value) ? value : settingDefaults[key];
}

/** The same setting asked about many files in one go: what holds for a folder holds for all of its files. */
export function settingOfFiles<K extends keyof Settings>(key: K): (uri: Uri) => Settings[K] {
  const known = new Map<Uri | undefined, Settings[K]>();
  return (uri) => {
    const folder = workspace.getWorkspaceFolder(uri)?.uri;
    const value = known.get(folder) ?? setting(key, folder ?? uri);
    known.set(folder, value);
    return value;
  };
}

const choices: { readonly [K in keyof Settings]?: readonly unknown[] } = settingChoices;

function isSetting<K extends keyof Settings>(key: K, value: unknown): value is Settings[K] {
  const fallback = settingDefaults[key];
  if (Array.isArray(fallback)) return Array.isArray(value) && value.every((item) => typeof item === "string");
  const closed = choices[key];
  return closed === undefined ? typeof value === typeof fallback : closed.includes(value);
}
