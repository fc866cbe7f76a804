/**
 * Rules that the compiler does not know. docs/decisions/guards.md shows for each guard the violation that it was
 * proved with.
 */
import { defineConfig, type OxlintOverride } from "oxlint";

/** The arrow: the folders that each folder may import. `web` may import only `flow`, and no folder may import `web`. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  flow: [],
  store: ["#flow"],
  "durable-objects": ["#flow", "#store"],
  worker: ["#flow", "#store", "#objects"],
  web: ["#flow"],
};

/** The floors of `web`, the lowest first: each may import the floors below it. */
const floors = ["base", "editor", "pages", "app"];

interface Forbidden {
  group?: string[];
  regex?: string;
  message: string;
}

/** Ways out of a folder by a relative path are caught by the compiler: each folder is a TypeScript project of its own. */
function outsideOf(folder: string): Forbidden {
  const allowed = mayImport[folder] ?? [];
  const forbidden = ["#flow", "#store", "#objects", "#worker"].filter((alias) => !allowed.includes(alias) && alias !== `#${folder}`);
  const platform = folder === "flow" || folder === "web" ? ["node:*", "cloudflare:*"] : [];
  const message = `${folder} may import ${allowed.length > 0 ? allowed.join(", ") : "no other folder"} (docs/architecture.md, "The arrow").`;
  return { group: [...forbidden.map((alias) => `${alias}/**`), ...platform], message };
}

const restrict = (files: string, patterns: Forbidden[]): OxlintOverride => ({
  files: [`${files}/**/*.{ts,tsx}`],
  rules: { "eslint/no-restricted-imports": ["error", { patterns }] },
});

const arrow = [
  ...Object.keys(mayImport).map((folder) => restrict(folder, [outsideOf(folder)])),
  // What stands above the highest floor is the entry alone, which may import everything.
  ...floors.slice(0, -1).map((floor, at) => {
    const above = floors.slice(at + 1);
    const message = `web/${floor} may not import ${above.join(" or ")} (docs/architecture.md, "The floors of web").`;
    return restrict(`web/${floor}`, [outsideOf("web"), { regex: `^(\\.\\./)+(${above.join("|")})/`, message }]);
  }),
];

const outboundOnly = "Requests leave through durable-objects/outbound alone: it judges the address and bounds the answer.";

export default defineConfig({
  plugins: ["typescript", "unicorn", "oxc", "import", "promise", "jsx-a11y", "vitest"],
  jsPlugins: ["./scripts/lint/plugin.ts"],
  categories: { correctness: "error", suspicious: "error" },
  options: { typeAware: true, denyWarnings: true },
  ignorePatterns: ["dist/**", "migrations/**"],
  rules: {
    "millrace/zod-namespace": "error",
    "millrace/plain-comments": "error",
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "import/no-default-export": "error",
    "typescript/no-floating-promises": "error",
    // An event handler of a page may return a promise; its caller does not await it.
    "typescript/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    "typescript/no-explicit-any": "error",
    "unicorn/filename-case": ["error", { case: "kebabCase" }],
    "eslint/eqeqeq": "error",
    "eslint/no-restricted-globals": ["error", { name: "fetch", message: outboundOnly }],
    "eslint/no-restricted-properties": ["error", { object: "globalThis", property: "fetch", message: outboundOnly }],
    "vitest/expect-expect": ["error", { assertFunctionNames: ["expect", "fc.assert", "check*"] }],

    // Off, because here they blame good code.
    // Casts carry a comment that says why they are true; the reviewer judges that, not the linter.
    "typescript/no-unsafe-type-assertion": "off",
    // `import * as z from "zod"` and its like are wanted.
    "import/no-named-as-default-member": "off",
    "import/no-unassigned-import": "off",
    "eslint/no-underscore-dangle": "off",
    "eslint/no-shadow": "off",
    // What is awaited elsewhere changes the condition; the rule does not see it.
    "eslint/no-unmodified-loop-condition": "off",
    // The compiler's noImplicitReturns and exhaustive switches know better.
    "typescript/consistent-return": "off",
    // Interfaces are written with the short method form; objects here are closures, not classes with `this`.
    "typescript/unbound-method": "off",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    "unicorn/no-new-array": "off",
    "promise/always-return": "off",
    "promise/no-callback-in-promise": "off",
    // JSONata's trees have a `then`; they are never awaited.
    "unicorn/no-thenable": "off",
    // Ids are branded by the caller's type argument.
    "typescript/no-unnecessary-type-parameters": "off",
    // Looking for control characters is the point where it is done.
    "eslint/no-control-regex": "off",
    // Hono awaits its handlers.
    "oxc/no-async-endpoint-handlers": "off",
    // Tests are also made from tables and from JSONata's own suite.
    "vitest/no-conditional-tests": "off",
    "vitest/no-disabled-tests": "off",
    "vitest/valid-title": "off",
    "vitest/no-standalone-expect": "off",
    "vitest/no-conditional-expect": "off",
    "vitest/valid-expect": ["error", { maxArgs: 2 }],
    "jsx-a11y/prefer-tag-over-role": "off",
  },
  overrides: [
    ...arrow,
    {
      files: ["{flow,store,durable-objects,worker,web}/**/*.{ts,tsx}", "scripts/*.ts", "scripts/{build,example,server}/**"],
      rules: { "millrace/plain-words": "error" },
    },
    {
      files: ["{flow,store,durable-objects,worker,web}/**/*.{ts,tsx}"],
      rules: { "millrace/no-node-type-names": "error" },
    },
    {
      // The types themselves, and flows that are written out.
      files: ["flow/nodes/**", "flow/templates/**"],
      rules: { "millrace/no-node-type-names": "off" },
    },
    {
      files: ["durable-objects/outbound/**", "web/base/api/**", "scripts/**", "test/**"],
      rules: { "eslint/no-restricted-globals": "off", "eslint/no-restricted-properties": "off" },
    },
    {
      // Tools and the platform ask for a default export here.
      files: [
        "*.config.ts",
        "worker/index.ts",
        "scripts/lint/plugin.ts",
        "test/faults/build.ts",
        "test/integration/**/server.ts",
        "test/bench/workers/*.ts",
        "test/faults/workers/*.ts",
      ],
      rules: { "import/no-default-export": "off" },
    },
  ],
});
