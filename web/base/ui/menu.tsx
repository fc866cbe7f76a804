import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon, type IconName } from "./icons.tsx";

interface MenuProps {
  /** The button that opens it; it is given the attributes that tie it to the menu. */
  trigger: (ties: { id: string; popovertarget: string; "aria-haspopup": "menu" }) => ComponentChildren;
  children: ComponentChildren;
}

/** A menu in the top layer: the browser closes it on Esc and on a click elsewhere; what is ticked leaves it open. Arrows move in it. */
export function Menu({ trigger, children }: MenuProps) {
  const id = useId().replace(/\W/g, "_");
  const menu = useRef<HTMLDivElement>(null);
  const items = () => [...menu.current!.querySelectorAll<HTMLElement>("[role^=menuitem]")];

  const place = () => {
    const box = document.getElementById(`${id}-button`)!.getBoundingClientRect();
    const { style, offsetWidth, offsetHeight } = menu.current!;
    const below = box.bottom + 4 + offsetHeight < innerHeight;
    style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - 4 - offsetHeight)}px`;
    style.left = `${Math.max(8, Math.min(box.right - offsetWidth, innerWidth - offsetWidth - 8))}px`;
    items()[0]?.focus();
  };
  useEffect(() => {
    // A menu that is open when the window changes its size would stand beside its button.
    const close = () => menu.current?.hidePopover();
    addEventListener("resize", close);
    return () => removeEventListener("resize", close);
  }, []);
  const move = (event: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Tab") menu.current!.hidePopover();
    if (next === undefined) return;
    event.preventDefault();
    all[(next + all.length) % all.length]?.focus();
  };
  return (
    <>
      {trigger({ id: `${id}-button`, popovertarget: id, "aria-haspopup": "menu" })}
      <div
        ref={menu}
        id={id}
        class="menu"
        role="menu"
        tabIndex={-1}
        popover="auto"
        aria-labelledby={`${id}-button`}
        onToggle={(event) => event.newState === "open" && place()}
        onKeyDown={move}
        // Before what is chosen acts: the focus is back at the button by then, and may go on from there.
        onClickCapture={(event) =>
          (event.target as Element).closest("[role=menuitem], [role=menuitemradio]") && menu.current?.hidePopover()
        }
      >
        {children}
      </div>
    </>
  );
}

export function MenuItem({
  icon,
  onClick,
  checked,
  danger = false,
  keys,
  children,
}: {
  icon?: IconName;
  onClick: () => void;
  checked?: boolean;
  danger?: boolean;
  keys?: string;
  children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      role={checked === undefined ? "menuitem" : "menuitemradio"}
      aria-checked={checked}
      tabIndex={-1}
      class={danger ? "menu-item menu-item-danger" : "menu-item"}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      <span class="grow">{children}</span>
      {keys && <kbd>{keys}</kbd>}
      {checked && <Icon name="check" />}
    </button>
  );
}
