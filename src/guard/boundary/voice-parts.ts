import type { Setting } from "./voice.ts";

/** A call id of its own for each call. */
export const id = (setting: Setting): string => `call_${String(setting.number)}`;
export const stamp = "2026-11-24T08:00:00.000Z";
export const described = (command: string): { command: string; description: string } => ({
  command,
  description: "boundary test",
});
