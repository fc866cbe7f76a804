import { computed, signal } from "@preact/signals";
import { completeCapabilities, type WorkflowCapability } from "#flow/rights/workflow-rights.ts";
import { type Role, roles } from "../../../base/api/account-resources.ts";
import { errorOfField, problemBeyond } from "../../../base/api/problem.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { rolesLabels } from "./roles-labels.ts";

/** A new role, or changes of the given one. */
export function createRoleFormModel(role?: Role) {
  const name = signal(role?.name ?? "");
  const description = signal(role?.description ?? "");
  const allowed = signal<readonly WorkflowCapability[]>(completeCapabilities(role?.capabilities ?? []));
  const save = createAction(() => {
    const body = { name: name.value, description: description.value, capabilities: [...allowed.value] };
    return role ? roles.update(role.id, body) : roles.create(body);
  });
  return {
    name,
    description,
    allowed,
    busy: save.busy,
    problem: computed(() => problemBeyond(save.problem.value, ["name"])),
    nameError: computed(() => (name.value.trim() === "" ? rolesLabels.missingName : errorOfField(save.problem.value, "name"))),
    toggle(capability: WorkflowCapability, on: boolean) {
      allowed.value = completeCapabilities(on ? [...allowed.value, capability] : allowed.value.filter((each) => each !== capability));
    },
    async submit(): Promise<Role | undefined> {
      return name.value.trim() === "" ? undefined : save.run();
    },
  };
}
export type RoleFormModel = ReturnType<typeof createRoleFormModel>;
