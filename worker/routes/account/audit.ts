import { rowOf } from "#flow/audit/events.ts";
import { categories } from "#flow/audit/categories.ts";
import { auditRoutes } from "#flow/contract/audit.ts";
import { csvLine } from "#flow/csv/csv-line.ts";
import type { Database } from "#store/database.ts";
import { listAudit, listAuditUsers, type AuditRow, type AuditSelection, type AuditUser } from "#store/audit/list.ts";
import { verifyAudit } from "#store/audit/verify.ts";
import { mapPage } from "#store/page.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { personPosition, positionIn } from "../frame/paging.ts";
import { isoTime } from "../frame/times.ts";

/** Reading the log writes open editing sessions first, so that the log is complete. */
export const auditHandlers: HandlersOf<typeof auditRoutes> = {
  async listWorkflowAudit({ db, caller, workflowId, query, endFlowEdits }) {
    await endFlowEdits({ workflowId });
    const { limit, cursor, ...chosen } = query;
    return mapPage(await listAudit(db, { ...chosen, accountId: caller.account.id, workflowId }, { limit, after: seqIn(cursor) }), onWire);
  },

  async listWorkflowAuditUsers({ db, caller, workflowId, query, endFlowEdits }) {
    await endFlowEdits({ workflowId });
    const { cursor, search, limit } = query;
    const page = await listAuditUsers(db, { accountId: caller.account.id, workflowId }, { search, limit, after: personPosition(cursor) });
    return mapPage(page, userOnWire);
  },

  async exportWorkflowAudit({ db, caller, workflowId, query, answerHeaders, endFlowEdits }) {
    await endFlowEdits({ workflowId });
    answerHeaders.set("content-disposition", 'attachment; filename="audit.csv"');
    return csvOf(db, { ...query, accountId: caller.account.id, workflowId });
  },

  async listAudit({ db, caller, query, endFlowEdits }) {
    await endFlowEdits({ accountId: caller.account.id });
    const { limit, cursor, ...chosen } = query;
    return mapPage(await listAudit(db, { ...chosen, accountId: caller.account.id }, { limit, after: seqIn(cursor) }), onWire);
  },

  async listAuditUsers({ db, caller, query, endFlowEdits }) {
    await endFlowEdits({ accountId: caller.account.id });
    const { cursor, search, limit } = query;
    const page = await listAuditUsers(db, { accountId: caller.account.id }, { search, limit, after: personPosition(cursor) });
    return mapPage(page, userOnWire);
  },

  async exportAudit({ db, caller, query, answerHeaders, endFlowEdits }) {
    await endFlowEdits({ accountId: caller.account.id });
    answerHeaders.set("content-disposition", 'attachment; filename="audit.csv"');
    return csvOf(db, { ...query, accountId: caller.account.id });
  },

  async verifyAudit({ db, caller, endFlowEdits }) {
    await endFlowEdits({ accountId: caller.account.id });
    return verifyAudit(db, caller.account.id);
  },
};

function seqIn(cursor: string | undefined): number | undefined {
  return positionIn(cursor, (position): position is readonly [number] => position.length === 1 && typeof position[0] === "number")?.[0];
}

const userOnWire = ({ kind, id, name }: AuditUser): AuditUser => ({ kind, id, name });

function onWire(row: AuditRow) {
  const { seq, event, category, actorKind, actorId, actorName, via, workflowId, workflowName, subjectId, subjectName } = row;
  return {
    seq,
    at: isoTime(row.at),
    event,
    label: rowOf(event).label,
    category,
    user: { kind: actorKind, id: actorId, name: actorName, via },
    workflow: workflowId === null ? null : { id: workflowId, name: workflowName ?? "" },
    subject: { id: subjectId, name: subjectName },
    description: row.description,
    // Written by entryBody.
    details: JSON.parse(row.details) as Record<string, unknown>,
    ip: row.ip,
    userAgent: row.userAgent,
    requestId: row.requestId,
    hash: row.hash,
  };
}

const csvColumns = ["Date and time", "Category", "Event", "User", "Workflow", "Description", "IP", "User agent", "Request", "No.", "Hash"];

function csvCells(row: AuditRow): (string | number | null)[] {
  const { category, event, actorName, workflowName, description, ip, userAgent, requestId, seq, hash } = row;
  return [
    isoTime(row.at),
    categories[category],
    rowOf(event).label,
    actorName,
    workflowName,
    description,
    ip,
    userAgent,
    requestId,
    seq,
    hash,
  ];
}

const csvPage = 500;

/** Read and written page by page as the reader takes them. */
function csvOf(db: Database, selection: AuditSelection): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after: number | undefined;
  return new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(encoder.encode(csvLine(csvColumns))),
    async pull(stream) {
      const { items, nextCursor } = await listAudit(db, selection, { limit: csvPage, after });
      if (items.length > 0) stream.enqueue(encoder.encode(items.map((row) => csvLine(csvCells(row))).join("")));
      after = items.at(-1)?.seq;
      if (nextCursor === null) stream.close();
    },
  });
}
