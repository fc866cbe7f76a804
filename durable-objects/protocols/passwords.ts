/** The answers of the object that hashes passwords. `source` is where a request came from; null if unknown. */
export interface PasswordsProtocol {
  hash(password: string, source: string | null): Promise<Hashed<string>>;
  /** Takes the same time where there is no hash (null) as where the password is wrong. */
  verify(hash: string | null, password: string, source: string | null): Promise<Hashed<boolean>>;
}

/** The result, or refused because too many passwords wait already. */
export type Hashed<Result> = { readonly kind: "done"; readonly result: Result } | { readonly kind: "busy"; readonly retryAfterSec: number };
