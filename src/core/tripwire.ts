/** One known value: enough to recognise it in a command, not enough to recover it. */
export interface TripwireEntry {
  readonly fingerprint: string; // keyed HMAC-SHA-256, 16 hex digits
  readonly length: number; // UTF-8 bytes
  /** Keyed rolling hash of the first eight bytes, 24 bits: the prefilter that makes one pass enough. */
  readonly head: number;
  readonly label: string; // a reference, or "Stripe secret key (production)"
}
