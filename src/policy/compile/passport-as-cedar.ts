import { cedarLines } from "../cedar-policies.ts";
import type { Passport } from "../passport.ts";

/** What Leastkey itself evaluates for a passport, each policy under its id: for reading, and for teams that keep Cedar. */
export function passportAsCedar(passport: Passport): string {
  const file = { name: "policy.yaml", passports: [passport], labels: [], rules: [], hosts: [] };
  return cedarLines(file, "whole")
    .map(({ id, text }) => `@id(${JSON.stringify(id)})\n${text}\n`)
    .join("\n");
}
