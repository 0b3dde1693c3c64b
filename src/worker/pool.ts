import { Worker } from "node:worker_threads";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import type { Reply, Request, WorkerSetup } from "./messages.ts";

/** A request that overran its deadline; `done` files of it were finished. */
export class Overrun extends Error {
  override readonly name = "Overrun";
  readonly done: number;

  constructor(done: number) {
    super("the scanner took too long");
    this.done = done;
  }
}

interface Job {
  readonly request: Request;
  readonly deadlineMs: number;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

interface Seat {
  readonly worker: Worker;
  readonly done: Int32Array;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

export interface PoolSetup {
  readonly workerPath: string;
  readonly fingerprintKey: string;
  readonly caches: string | undefined;
  readonly size: number;
}

/** A request without its number, which the pool gives. */
export type Question = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;

/** Worker threads, started when first needed; one that overruns or dies is replaced. */
export class WorkerPool {
  readonly #setup: PoolSetup;
  readonly #seats: Seat[] = [];
  readonly #waiting: Job[] = [];
  #nextId = 1;
  #disposed = false;

  constructor(setup: PoolSetup) {
    this.#setup = setup;
  }

  /** `urgent` goes before what waits. Rejects with Overrun past the deadline; the worker is then replaced. */
  ask(question: Question, deadlineMs: number, urgent = false): Promise<Reply> {
    if (this.#disposed) {
      return Promise.reject(new LeastkeyError("cancelled", "the scanner was closed", "start the scan again"));
    }
    return new Promise((resolve, reject) => {
      const job: Job = { request: { ...question, id: this.#nextId }, deadlineMs, resolve, reject };
      this.#nextId += 1;
      if (urgent) this.#waiting.unshift(job);
      else this.#waiting.push(job);
      this.#next();
    });
  }

  /** Drops what waits and what runs. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const cancelled = new LeastkeyError("cancelled", "the scan was cancelled", "start it again");
    for (const job of this.#waiting.splice(0)) job.reject(cancelled);
    await Promise.all(
      this.#seats.splice(0).map(async (seat) => {
        release(seat)?.reject(cancelled);
        await seat.worker.terminate();
      }),
    );
  }

  #open(): Seat {
    const shared = new SharedArrayBuffer(4);
    const { workerPath, fingerprintKey, caches } = this.#setup;
    const worker = new Worker(workerPath, {
      workerData: { fingerprintKey, caches, done: shared } satisfies WorkerSetup,
      // Strings of one file die young: with a larger nursery the collector runs a third as often.
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 48 },
    });
    const seat: Seat = { worker, done: new Int32Array(shared), job: undefined, timer: undefined };
    worker.unref();
    worker.on("message", (reply: Reply) => this.#finish(seat, reply));
    worker.on("error", (error) => {
      const hint = "scan again; if it stops again, leave the file out";
      this.#replace(
        seat,
        new LeastkeyError("file.unreadable", `the scanner stopped: ${messageOf(error)}`, hint, error),
      );
    });
    this.#seats.push(seat);
    return seat;
  }

  #finish(seat: Seat, reply: Reply): void {
    if (reply.id !== seat.job?.request.id) return;
    const job = release(seat);
    if (reply.kind === "failed") job?.reject(new Error(reply.message));
    else job?.resolve(reply);
    this.#next();
  }

  #replace(seat: Seat, error: Error): void {
    const job = release(seat);
    const at = this.#seats.indexOf(seat);
    if (at >= 0) this.#seats.splice(at, 1);
    seat.worker.terminate().then(
      () => this.#next(),
      () => this.#next(),
    );
    job?.reject(error);
  }

  #next(): void {
    if (this.#disposed) return;
    while (this.#waiting.length > 0) {
      const free = this.#seats.find((seat) => seat.job === undefined);
      const seat = free ?? (this.#seats.length < this.#setup.size ? this.#open() : undefined);
      const job = seat === undefined ? undefined : this.#waiting.shift();
      if (seat === undefined || job === undefined) return;
      this.#start(seat, job);
    }
  }

  #start(seat: Seat, job: Job): void {
    seat.job = job;
    Atomics.store(seat.done, 0, 0);
    seat.worker.ref();
    seat.timer = setTimeout(() => this.#replace(seat, new Overrun(Atomics.load(seat.done, 0))), job.deadlineMs);
    seat.worker.postMessage(job.request);
  }
}

function release(seat: Seat): Job | undefined {
  const { job } = seat;
  clearTimeout(seat.timer);
  seat.job = undefined;
  seat.worker.unref();
  return job;
}
