import { parentPort, workerData } from "node:worker_threads";
import { detectText } from "../core/detect/engine.ts";
import { messageOf } from "../core/errors.ts";
import type { Detection } from "../core/finding.ts";
import { scanContent, scanFiles, withoutValues } from "../guard/scan.ts";
import { type BaselineAsk, placeKey } from "../guard/scan-baseline.ts";
import { merged } from "../guard/scan-report.ts";
import { baselineDigest } from "../platform/baseline-digest.ts";
import { machineFingerprinter } from "../platform/fingerprint.ts";
import { reusingReader } from "./file-reader.ts";
import { listWithin } from "./list-within.ts";
import type { Reply, Request, WorkerSetup } from "./messages.ts";
import { scanVersions } from "./scan-versions.ts";

/** What the baseline asks for is hashed here, where the values are. */
function digester(ask: BaselineAsk | undefined): ((detection: Detection) => string | undefined) | undefined {
  if (ask === undefined) return undefined;
  const places = ask.places === undefined ? undefined : new Set(ask.places);
  return ({ rule, place, value }) =>
    places?.has(placeKey(rule, place.path)) === false ? undefined : baselineDigest(value, ask.salt);
}

/** Entry of dist/scan-worker.js: answers the client's requests one at a time. */
function serve(port: NonNullable<typeof parentPort>, setup: WorkerSetup): void {
  const fingerprinter = machineFingerprinter({ fingerprintKey: setup.fingerprintKey });
  const files = reusingReader();
  const done = new Int32Array(setup.done);
  const onProgress = (count: number): void => {
    Atomics.store(done, 0, count);
  };
  const marks = (ask: BaselineAsk | undefined): Parameters<typeof withoutValues>[1] => {
    const digest = digester(ask);
    return { fingerprinter, ...(digest === undefined ? {} : { digest }) };
  };

  function answer(request: Request): Reply {
    const { id } = request;
    switch (request.kind) {
      case "list":
        return { kind: "listed", id, listing: listWithin(request.root, request.within) };
      case "files": {
        const ports = { files, ...marks(request.baseline) };
        return { kind: "scanned", id, part: scanFiles(request.root, request.paths, ports, { onProgress }) };
      }
      case "blobs":
        return { kind: "scanned", id, part: scanVersions(request, marks(request.baseline), onProgress) };
      case "content": {
        const parts = request.items.map(({ path, content }) => scanContent(path, content, marks(request.baseline)));
        return { kind: "scanned", id, part: merged(parts) };
      }
      case "text":
        return {
          kind: "found",
          id,
          findings: withoutValues(detectText(request.path, request.text), { fingerprinter }).findings,
        };
    }
  }

  port.on("message", (request: Request) => {
    try {
      port.postMessage(answer(request));
    } catch (error) {
      port.postMessage({ kind: "failed", id: request.id, message: messageOf(error) } satisfies Reply);
    }
  });
}

if (parentPort !== null) serve(parentPort, workerData as WorkerSetup);
