import type { Passport } from "../passport.ts";

export const forbids = (passport: Passport, name: string): boolean =>
  passport.restrictions.some((restriction) => restriction.name === name);
