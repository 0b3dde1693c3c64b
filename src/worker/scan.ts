import { parentPort, workerData } from "node:worker_threads";
import { detectText } from "../core/detect/engine.ts";
import { messageOf } from "../core/errors.ts";
import { scanFiles, withoutValues } from "../guard/scan.ts";
import { machineFingerprinter } from "../platform/fingerprint.ts";
import { listWorkspace } from "../platform/workspace-listing.ts";
import { reusingReader } from "./file-reader.ts";
import type { Reply, Request, WorkerSetup } from "./messages.ts";

/** Entry of dist/scan-worker.js: answers the client's requests one at a time. */
function serve(port: NonNullable<typeof parentPort>, setup: WorkerSetup): void {
  const fingerprinter = machineFingerprinter({ fingerprintKey: setup.fingerprintKey });
  const files = reusingReader();
  const done = new Int32Array(setup.done);

  function answer(request: Request): Reply {
    const { id } = request;
    switch (request.kind) {
      case "list":
        return { kind: "listed", id, listing: listWorkspace(request.root) };
      case "files": {
        const onProgress = (count: number): void => {
          Atomics.store(done, 0, count);
        };
        return {
          kind: "scanned",
          id,
          part: scanFiles(request.root, request.paths, { files, fingerprinter }, { onProgress }),
        };
      }
      case "text":
        return {
          kind: "found",
          id,
          findings: withoutValues(detectText(request.path, request.text), fingerprinter).findings,
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
