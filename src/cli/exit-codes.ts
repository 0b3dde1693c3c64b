/** Public from the first release (product design, section 3). */
export const exitCodes = {
  fine: 0,
  /** Found or refused something: findings, drift, a broken trail, a denied call. */
  found: 1,
  usage: 2,
  environment: 3,
  interrupted: 130,
} as const;

export type ExitCode = 0 | 1 | 2 | 3 | 130;
