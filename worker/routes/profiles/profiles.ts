import { profileRoutes } from "#flow/contract/profiles.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { ProfileId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { namesHosts, newDestinations } from "#flow/profiles/destinations.ts";
import { neededSecret, splitSecret, type ShownSettings } from "#flow/profiles/profile-settings.ts";
import { enterAgain } from "#flow/secrets/stored-secrets.ts";
import { parseKeyring } from "#store/encryption.ts";
import { newId } from "#store/new-id.ts";
import { mapPage } from "#store/page.ts";
import { sealField } from "#store/profiles/profile-secrets.ts";
import {
  deleteProfile,
  insertProfile,
  listProfiles,
  isProfileNameTaken,
  updateProfile,
  updateTest,
  type ProfileRow,
} from "#store/profiles/profiles.ts";
import { changedMeanwhile } from "../frame/changed-meanwhile.ts";
import type { AccountCaller, HandlersOf } from "../frame/handler.ts";
import { finishConnection, startConnection } from "./oauth.ts";
import { positionIn } from "../frame/paging.ts";
import { mayChange, requireChange, requireProfile } from "./profile-access.ts";
import { judgeAddresses } from "./profile-addresses.ts";
import { refuseWhileUsed } from "../frame/flow-uses.ts";
import { isoTime } from "../frame/times.ts";
import { unlessNameTaken } from "../frame/unless-name-taken.ts";

export const profileHandlers: HandlersOf<typeof profileRoutes> = {
  async listProfiles({ db, caller, query }) {
    const after = positionIn(
      query.cursor,
      (position): position is readonly [string, string] => position.length === 2 && position.every((part) => typeof part === "string"),
    );
    const page = await listProfiles(db, caller.account.id, { search: query.search, limit: query.limit, after });
    return mapPage(page, (row) => onWire(row, caller));
  },

  async createProfile(call) {
    const { db, caller, body, context, request } = call;
    const { env } = context;
    const nowMs = context.now();
    const { shown, secret } = splitSecret(body.settings);
    const testUrl = body.testUrl ?? null;
    judgeAddresses(shown, testUrl, env, request);
    requireHosts(shown, body.hosts ?? null);
    if (secret === undefined) requireNoSecret(shown);
    const place = { accountId: caller.account.id, id: newId<ProfileId>("profile", nowMs) };
    const row = {
      ...place,
      name: body.name,
      settings: shown,
      hosts: body.hosts ?? null,
      testUrl,
      secret: secret === undefined ? null : await sealField(secret, place, "secret", 1, await parseKeyring(env.MILLRACE_ENCRYPTION_KEYS)),
      createdBy: caller.user.id,
      createdAt: nowMs,
    };
    const event = { event: "profile.created", subject: row, details: { kind: shown.kind } } as const;
    if (!(await unlessProfileNamed(call.audited(event, [insertProfile(db, row, limits.maxProfiles)]))))
      throw new Refusal("conflict", {
        detail: `An account can have at most ${limits.maxProfiles} authorization profiles.`,
        suggestion: "Delete a profile that is not used any more.",
      });
    return onWire(await requireProfile(db, caller, place.id), caller);
  },

  async getProfile({ db, caller, params }) {
    return onWire(await requireProfile(db, caller, params.profileId), caller);
  },

  async updateProfile(call) {
    const { db, caller, params, body, context, request } = call;
    const { env } = context;
    const before = await requireProfile(db, caller, params.profileId);
    requireChange(before, caller);
    const { shown, secret } = body.settings ? splitSecret(body.settings) : { shown: before.settings, secret: undefined };
    const isOtherKind = shown.kind !== before.settings.kind;
    const isOther = !isSame(shown, before.settings);
    const after = {
      name: body.name ?? before.name,
      settings: shown,
      hosts: body.hosts === undefined ? before.hosts : body.hosts,
      testUrl: body.testUrl === undefined ? before.testUrl : body.testUrl,
    };
    judgeAddresses(shown, after.testUrl, env, request);
    // A profile of an older build may have a new name while its hosts are not named yet.
    if (body.settings !== undefined || body.hosts !== undefined || body.testUrl !== undefined) requireHosts(shown, after.hosts);
    const keepsSecret = secret === undefined && !isOtherKind && neededSecret(shown) !== undefined;
    if (secret === undefined && !(keepsSecret && before.hasSecret)) requireNoSecret(shown);
    const destinations = newDestinations(before, after);
    if (keepsSecret && before.hasSecret && destinations.length > 0)
      throw new Refusal("validation_failed", { errors: [enterAgain("profileSecret", `/${neededSecret(shown)}`)] });
    const what = [
      ...(after.name === before.name ? [] : ["name"]),
      ...(isOtherKind ? ["kind"] : isOther ? ["settings"] : []),
      ...(secret === undefined ? [] : ["secret"]),
      ...(JSON.stringify(after.hosts) === JSON.stringify(before.hosts) ? [] : ["hosts"]),
      ...(after.testUrl === before.testUrl ? [] : ["test URL"]),
    ];
    if (what.length === 0) return onWire(before, caller);
    const keyring = await parseKeyring(env.MILLRACE_ENCRYPTION_KEYS);
    const sealed = secret === undefined ? null : await sealField(secret, before, "secret", before.secretVersion + 1, keyring);
    const dropTokens =
      destinations.length > 0 || endsConnection(before.settings, shown) || (shown.kind === "client-credentials" && secret !== undefined);
    const details = { what, fingerprint: secret === undefined ? null : await call.fingerprint(secret) };
    const change = { ...after, secret: keepsSecret ? undefined : sealed, dropTokens };
    const done = await unlessProfileNamed(
      call.audited({ event: "profile.changed", subject: { id: before.id, name: after.name }, details }, [
        updateProfile(db, before, change, context.now()),
      ]),
    );
    if (!done) {
      throw changedMeanwhile("the profile");
    }
    return onWire(await requireProfile(db, caller, before.id), caller);
  },

  async deleteProfile(call) {
    const { db, caller, params } = call;
    const profile = await requireProfile(db, caller, params.profileId);
    requireChange(profile, caller);
    if (await call.audited({ event: "profile.deleted", subject: profile, details: {} }, [deleteProfile(db, profile)])) return;
    await refuseWhileUsed(db, caller, { setting: "authorization", id: profile.id }, "profile");
    throw new Refusal("not_found", { detail: "The profile was deleted in the meantime." });
  },

  async testProfile(call) {
    const { db, caller, params, context } = call;
    const profile = await requireProfile(db, caller, params.profileId);
    const nowMs = context.now();
    const { ok, message } = await context.env.PROFILES.getByName(profile.accountId).tryOut(profile.accountId, profile.id);
    await call.audited({ event: "profile.tested", subject: profile, details: { ok } }, [updateTest(db, profile, ok, message, nowMs)]);
    return { ok, message, at: isoTime(nowMs) };
  },

  startConnection,
  finishConnection,
};

/** Throws a Refusal where the settings need a secret. */
function requireNoSecret(settings: ShownSettings): void {
  const name = neededSecret(settings);
  if (name === undefined) return;
  throw new Refusal("validation_failed", { errors: [{ path: `/settings/${name}`, code: "required", message: "Enter a value." }] });
}

/** Throws a Refusal where a secret could be sent to any host. */
function requireHosts(settings: ShownSettings, hosts: readonly string[] | null): void {
  if (namesHosts({ settings, hosts })) return;
  throw new Refusal("validation_failed", {
    errors: [{ path: "/hosts", code: "required", message: "Enter the hosts that may receive the secret." }],
  });
}

/** Whether tokens that were given for the settings of before are of no use with the new ones. */
function endsConnection(before: ShownSettings, after: ShownSettings): boolean {
  const relevant = (settings: ShownSettings) => ("authMethod" in settings ? { ...settings, authMethod: "any" } : { kind: settings.kind });
  return !isSame(relevant(before), relevant(after));
}

/** Settings come with their keys in the order in which they were sent. */
function isSame(a: object, b: object): boolean {
  const text = (value: object) => JSON.stringify(Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1)));
  return text(a) === text(b);
}

function unlessProfileNamed<Result>(writing: Promise<Result>): Promise<Result> {
  return unlessNameTaken(writing, isProfileNameTaken, "An authorization profile with this name already exists.");
}

function onWire(row: ProfileRow, caller: AccountCaller): AnswerOf<typeof profileRoutes.getProfile> {
  const { id, name, settings, hosts, testUrl, hasSecret, hasTokens, testOk, testMessage, testAt, createdBy, createdAt, updatedAt } = row;
  return {
    id,
    name,
    settings,
    hosts: hosts === null ? null : [...hosts],
    testUrl,
    hasSecret,
    connected: settings.kind === "authorization-code" ? hasTokens : null,
    lastTest: testAt === null ? null : { ok: testOk === true, message: testMessage ?? "", at: isoTime(testAt) },
    mayChange: mayChange(row, caller),
    createdBy: { id: createdBy.id, name: createdBy.name },
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
  };
}
