import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon, type IconName } from "./icons.tsx";

interface TabsProps<Key extends string> {
  label: string;
  tabs: readonly { key: Key; label: string; hint?: string; icon?: IconName }[];
  /** Below one another, each with room for its icon and its hint. */
  vertical?: boolean;
  current: Key;
  onChange: (key: Key) => void;
  children?: ComponentChildren;
}

/** Tabs after the ARIA pattern: one stop for Tab, arrows move, the panel is the children. */
export function Tabs<Key extends string>({ label, tabs, current, onChange, vertical = false, children }: TabsProps<Key>) {
  const id = useId();
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const at = tabs.findIndex((tab) => tab.key === current);
    const [on, back] = vertical ? ["ArrowDown", "ArrowUp"] : ["ArrowRight", "ArrowLeft"];
    const next = { [on]: at + 1, [back]: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const tab = tabs[(next + tabs.length) % tabs.length]!;
    onChange(tab.key);
    event.currentTarget.parentElement?.querySelector<HTMLElement>(`[data-tab="${tab.key}"]`)?.focus();
  };
  // With nothing to choose between there is nothing to choose.
  if (tabs.length === 1) return <div class="tab-panel">{children}</div>;
  return (
    <>
      <div
        class={vertical ? "tabs tabs-vertical" : "tabs"}
        role="tablist"
        aria-label={label}
        aria-orientation={vertical ? "vertical" : undefined}
      >
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            class="tab"
            id={`${id}-${tab.key}`}
            data-tab={tab.key}
            aria-selected={tab.key === current}
            aria-controls={`${id}-panel`}
            tabIndex={tab.key === current ? 0 : -1}
            onClick={() => onChange(tab.key)}
            onKeyDown={move}
          >
            {tab.icon && <Icon name={tab.icon} />}
            {tab.hint ? (
              <span>
                <span class="tab-label">{tab.label}</span>
                <span class="tab-hint">{tab.hint}</span>
              </span>
            ) : (
              tab.label
            )}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`}>
        {children}
      </div>
    </>
  );
}
