/**
 * Who has had how much of the thread that all objects of an isolate share. Work is counted, in units of a script's fuel
 * (about 5 ns each), because the platform's clock stands still while code runs.
 */

/**
 * An account that used more than its share while no other work waited owes at most this much (0.2 s) when other work
 * arrives.
 */
const maxDebt = 40_000_000;
const maxAccounts = 1_000;

interface Counted {
  used: number;
}

interface Account extends Counted {
  /** The used time of the run that was served last; a run that starts to wait has used at least as much. */
  floor: number;
}

const accounts = new Map<string, Account>();
/** The same for accounts. */
let accountFloor = 0;

/** One run's part, or one call's, and its account's. */
export class Share implements Counted {
  readonly account: Account;
  /** For the order of those who wait: never far from what others have used. */
  used = 0;
  /** All its work so far. */
  worked = 0;
  /** The turn that it was let into last. */
  turn = -1;

  constructor(account: Account) {
    this.account = account;
    this.used = account.floor;
  }

  did(work: number): void {
    this.worked += work;
    this.used += work;
    this.account.used += work;
  }
}

/** A new share of an account, which is named by any text. */
export function shareOf(account: string): Share {
  let known = accounts.get(account);
  if (!known) {
    if (accounts.size >= maxAccounts) accounts.delete(accounts.keys().next().value!);
    accounts.set(account, (known = { used: accountFloor, floor: 0 }));
  }
  return new Share(known);
}

/**
 * The waiting work. Accounts take turns by how much each has used, runs of one account by how much each of them has
 * used, and equal ones by arrival.
 */
export class FairQueue<Place extends { readonly share: Share }> {
  readonly #waiting: Place[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  add(place: Place): void {
    const { share } = place;
    bound(share.account, accountFloor);
    bound(share, share.account.floor);
    this.#waiting.push(place);
  }

  /** Whose turn it is. */
  get first(): Place | undefined {
    let first: Place | undefined;
    for (const place of this.#waiting) if (!first || isBefore(place.share, first.share)) first = place;
    return first;
  }

  take(): Place | undefined {
    const { first } = this;
    if (!first) return undefined;
    const { account, used } = first.share;
    accountFloor = Math.max(accountFloor, account.used);
    account.floor = Math.max(account.floor, used);
    this.remove(first);
    return first;
  }

  remove(place: Place): void {
    const at = this.#waiting.indexOf(place);
    if (at >= 0) this.#waiting.splice(at, 1);
  }
}

function isBefore(one: Share, other: Share): boolean {
  return one.account === other.account ? one.used < other.used : one.account.used < other.account.used;
}

/** An idle account saves up no time, and no account owes more than a little. */
function bound(counted: Counted, floor: number): void {
  counted.used = Math.min(Math.max(counted.used, floor), floor + maxDebt);
}
