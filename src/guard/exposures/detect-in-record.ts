import { decodeUtf8 } from "../../core/detect/decode.ts";
import { reaches } from "../../core/detect/detection.ts";
import { detectText } from "../../core/detect/engine.ts";
import { readings } from "../../core/exposure/find-in-bytes.ts";
import type { Detection } from "../../core/finding.ts";

/**
 * Credentials in one piece of a record. A transcript is full of words that look like settings, so only what a provider
 * or a structure vouches for counts; keys that are made to be published do not.
 */
export function detectInRecord(bytes: Uint8Array): readonly Detection[] {
  return readings(bytes).flatMap((view) =>
    detectText("record.txt", decodeUtf8(view.bytes)).filter(
      ({ tier, classification }) => reaches(tier, "likely") && classification.privilege !== "public",
    ),
  );
}
