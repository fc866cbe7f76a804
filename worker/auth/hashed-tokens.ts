import type { drizzleAdapter } from "better-auth/adapters/drizzle";
import { hashSecret } from "#store/hash-secret.ts";

type CreateAdapter = ReturnType<typeof drizzleAdapter>;
type Adapter = ReturnType<CreateAdapter>;
type Where = NonNullable<Parameters<Adapter["findMany"]>[0]["where"]>;

/**
 * Stores the SHA-256 of session tokens instead of the tokens, so that who reads the database cannot act as anybody.
 * better-auth goes on seeing the token that the browser sent. It has no option for this.
 */
export function hashedTokens(create: CreateAdapter): CreateAdapter {
  return (options) => {
    const inner = create(options);
    return {
      ...inner,
      async create(order) {
        if (order.model !== "session") return inner.create(order);
        const { token } = order.data as { readonly token?: unknown };
        if (typeof token !== "string") throw new Error("a session without a token");
        return { ...(await inner.create({ ...order, data: { ...order.data, token: await hashSecret(token) } })), token };
      },
      async findOne<T>(order: Parameters<Adapter["findOne"]>[0]) {
        const found = await inner.findOne<T>(await hashed(order));
        return withToken(found, order);
      },
      async findMany<T>(order: Parameters<Adapter["findMany"]>[0]) {
        return inner.findMany<T>(await hashed(order));
      },
      async update<T>(order: Parameters<Adapter["update"]>[0]) {
        const updated = await inner.update<T>(await hashed(order));
        return withToken(updated, order);
      },
      updateMany: async (order) => inner.updateMany(await hashed(order)),
      delete: async (order) => inner.delete(await hashed(order)),
      deleteMany: async (order) => inner.deleteMany(await hashed(order)),
      count: async (order) => inner.count(await hashed(order)),
    };
  };
}

async function hashed<Order extends { model: string; where?: Where | undefined }>(order: Order): Promise<Order> {
  if (order.model !== "session" || !order.where) return order;
  const where = await Promise.all(
    order.where.map(async (one) =>
      one.field === "token" && typeof one.value === "string" ? { ...one, value: await hashSecret(one.value) } : one,
    ),
  );
  return { ...order, where };
}

/** The row with the token that it was asked for by. */
function withToken<T>(row: T | null, { model, where }: { readonly model: string; readonly where?: Where | undefined }): T | null {
  const asked = model === "session" ? where?.find(({ field }) => field === "token")?.value : undefined;
  return row !== null && typeof asked === "string" ? { ...row, token: asked } : row;
}
