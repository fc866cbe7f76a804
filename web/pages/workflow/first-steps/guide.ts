/**
 * A person's progress in the guide to their first workflow. Stored in this browser for each person: the guide is used
 * once, and nothing depends on it. The steps check themselves off (see `coach-model.ts`).
 */
import { computed, signal } from "@preact/signals";
import { problemOf } from "../../../base/api/problem.ts";
import { type Workflow, workflows } from "../../../base/api/resources.ts";
import { navigate } from "../../../base/router/router.ts";
import { me } from "../../../base/session/session-model.ts";
import { labels } from "../../../base/labels.ts";
import { recall, remember } from "../../../base/ui/remembered.ts";

export const guideSteps = ["add", "connect", "use", "run", "deploy", "key", "call"] as const;
export type GuideStep = (typeof guideSteps)[number];

interface Progress {
  /** `dismissed`: it is not offered any more, but can be started from the palette. */
  readonly status: "offered" | "running" | "skipped" | "dismissed" | "done";
  readonly workflowId?: string;
  readonly done: readonly GuideStep[];
  /** Folded to one line. */
  readonly isSmall?: boolean;
}
const nothing: Progress = { status: "offered", done: [] };

/** Where the browser keeps nothing, it is known until the page is left. */
const inMemory = signal<Readonly<Record<string, Progress>>>({});
const keyOf = (userId: string) => `guide.${userId}`;

function read(userId: string): Progress {
  try {
    const kept: unknown = JSON.parse(recall(keyOf(userId)) ?? "null");
    return typeof kept === "object" && kept !== null && "status" in kept ? { ...nothing, ...(kept as Progress) } : nothing;
  } catch {
    return nothing;
  }
}

const progress = computed<Progress>(() => {
  const id = me.value?.user.id;
  return id === undefined ? nothing : (inMemory.value[id] ?? read(id));
});

function write(change: Partial<Progress>): void {
  const id = me.peek()?.user.id;
  if (id === undefined) return;
  const next = { ...progress.peek(), ...change };
  inMemory.value = { ...inMemory.peek(), [id]: next };
  remember(keyOf(id), JSON.stringify(next));
}

export const guide = {
  isOffered: computed(() => progress.value.status === "offered"),
  /** Started and not finished; a skipped guide can be continued. */
  isRunning: computed(() => progress.value.status === "running" || progress.value.status === "skipped"),
  done: computed(() => progress.value.done),
  isSmall: computed(() => progress.value.isSmall ?? false),
  /** Whether the guide is shown on the pages of this workflow. */
  isFor: (workflowId: string): boolean => progress.value.status === "running" && progress.value.workflowId === workflowId,
  tick(steps: readonly GuideStep[]): void {
    const { done } = progress.peek();
    const fresh = steps.filter((step) => !done.includes(step));
    if (fresh.length > 0) write({ done: [...done, ...fresh] });
  },
  fold: (isSmall: boolean): void => write({ isSmall }),
  skip: (): void => write({ status: "skipped" }),
  unskip: (): void => write({ status: "running" }),
  dismiss: (): void => write({ status: "dismissed" }),
  finish: (): void => write({ status: "done" }),
};

/** Makes a workflow for the guide and opens it. */
export async function startGuide(): Promise<void> {
  const { id } = await createNamed(labels.firstSteps.workflowName);
  write({ status: "running", workflowId: id, done: [], isSmall: false });
  navigate(`/workflows/${id}`);
}

/** Continues where it was left, or starts again if its workflow has been deleted. */
export async function resumeGuide(): Promise<void> {
  const { workflowId, status } = progress.peek();
  const isThere = workflowId !== undefined && status !== "done" && (await isFound(workflowId));
  if (!isThere) return startGuide();
  write({ status: "running", isSmall: false });
  navigate(`/workflows/${workflowId}`);
}

async function isFound(workflowId: string): Promise<boolean> {
  try {
    await workflows.get(workflowId);
    return true;
  } catch (caught) {
    if (problemOf(caught).status === 404) return false;
    throw caught;
  }
}

/** More tries than anybody makes first workflows. */
const maxTries = 20;

async function createNamed(name: string): Promise<Workflow> {
  for (let turn = 1; ; turn++) {
    try {
      return await workflows.create(turn === 1 ? name : `${name} ${turn}`, labels.firstSteps.workflowDescription);
    } catch (caught) {
      if (problemOf(caught).status !== 409 || turn === maxTries) throw caught;
    }
  }
}
