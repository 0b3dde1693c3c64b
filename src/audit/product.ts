/** Stands in every record as metadata.product; a test holds the version to package.json's. */
export const product = { name: "Leastkey", vendor_name: "Leastkey", version: "0.1.0" } as const;

/** The schema that records claim. The record_integrity and ai_agent parts come from OCSF's 1.9 development branch. */
export const ocsfVersion = "1.8.0";

/** Version of our own line format, in metadata.log_version. A higher one is refused, never guessed at. */
export const formatVersion = 1;
