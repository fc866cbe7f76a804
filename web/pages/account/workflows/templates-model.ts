import { computed, signal } from "@preact/signals";
import { allTemplates } from "#flow/templates/all-templates.ts";
import { type Template, type TemplateCategory, templateCategories } from "#flow/templates/template.ts";
import { templatePackage } from "#flow/templates/template-package.ts";
import { transfer } from "../../../base/api/management.ts";
import { navigate, search, setSearch } from "../../../base/router/router.ts";
import { fieldsOf, keepInput } from "../../../editor/input/kept-input.ts";
import { firstStepsLabels } from "../../workflow/first-steps/first-steps-labels.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { toast, toastWay } from "../../../base/ui/toasts.tsx";
import { fits } from "./fits.ts";

const words = firstStepsLabels.templates;

/** The gallery: what is shown of it, and the template that was chosen, which is in the address. */
export function createTemplatesModel() {
  const typed = signal("");
  const category = signal<TemplateCategory | undefined>();
  return {
    typed,
    category,
    categories: templateCategories,
    shown: computed(() =>
      allTemplates.filter((each) => (category.value === undefined || each.category === category.value) && fits(each, typed.value.trim())),
    ),
    chosen: computed(() => allTemplates.find(({ id }) => id === search.value.get("template"))),
    choose: (template: Template | undefined) => setSearch({ template: template?.id ?? "" }),
    showAll() {
      typed.value = "";
      category.value = undefined;
    },
  };
}
export type TemplatesModel = ReturnType<typeof createTemplatesModel>;

const isAddress = (text: string): boolean => /^https?:\/\/[^/\s]/i.test(text.trim()) && URL.canParse(text.trim());

/** Taking one template: what it will be called and which addresses it calls. */
export function createTakeModel(template: Template, isShown: () => boolean) {
  const name = signal(template.name);
  const values = signal<Readonly<Record<string, string>>>(
    Object.fromEntries(template.variables.map((variable) => [variable.name, variable.value])),
  );
  const found = computed<Readonly<Record<string, string>>>(() => ({
    ...(name.value.trim() === "" ? { name: words.missingName } : {}),
    ...Object.fromEntries(
      Object.entries(values.value).flatMap(([key, text]) => (isAddress(text) ? [] : [[`env.${key}`, words.badAddress]])),
    ),
  }));
  const take = createAction(async () => {
    const trimmed = Object.fromEntries(Object.entries(values.value).map(([key, text]) => [key, text.trim()]));
    const form = new FormData();
    const files = templatePackage(template, { name: name.value.trim(), description: template.purpose, values: trimmed });
    for (const [field, text] of Object.entries(files)) form.append(field, new File([text], `${field}.json`, { type: "application/json" }));
    const { workflow } = await transfer.importWorkflow(form);
    keepInput(workflow.id, fieldsOf(template.flow.inputs, template.sample));
    const [said, href] = [words.created(workflow.name), `/workflows/${workflow.id}`];
    if (!isShown()) return toastWay(said, href);
    toast(said);
    navigate(href);
  });
  return {
    name,
    values,
    busy: take.busy,
    problem: take.problem,
    errors: found,
    setValue: (key: string, text: string) => (values.value = { ...values.value, [key]: text }),
    /** False if the form has errors. */
    async submit(): Promise<boolean> {
      if (Object.keys(found.value).length > 0) return false;
      await take.run();
      return true;
    },
  };
}
